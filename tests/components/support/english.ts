import { setCatalogue } from "../../../components/words/t.ts";
import { catalogueOf, readMessages } from "../../support/catalogue.ts";

// A setup file: what components say in tests is what the English catalogue says.
setCatalogue(catalogueOf(readMessages("en"), "en-US"));
