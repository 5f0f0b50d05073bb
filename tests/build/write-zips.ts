import { writeZips } from "./zips.ts";

for (const line of await writeZips(process.cwd())) console.log(line);
