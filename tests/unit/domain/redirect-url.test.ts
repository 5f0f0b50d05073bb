import { expect, it } from "vitest";
import { hasLoopbackRedirect, redirectUrlOf } from "../../../lib/domain/redirect-url.ts";

const CHROMIUM = "https://abcdefgh.chromiumapp.org/";
const FIREFOX = "https://0123abcd.extensions.allizom.org/";
const shared = { id: "1f", loopbackRedirect: false, ownRedirect: false };

it("is the browser's, with the profile's own path where it wants that", () => {
  expect(redirectUrlOf(CHROMIUM, shared)).toBe(CHROMIUM);
  expect(redirectUrlOf(CHROMIUM, { ...shared, ownRedirect: true })).toBe(`${CHROMIUM}sign-in/1f`);
  expect(redirectUrlOf(FIREFOX, { ...shared, id: "managed:acme", ownRedirect: true })).toBe(
    `${FIREFOX}sign-in/managed%3Aacme`,
  );
});

it("has a loopback form in Firefox alone, which ends without a slash", () => {
  const loopback = { ...shared, loopbackRedirect: true };
  expect(redirectUrlOf(FIREFOX, loopback)).toBe("http://127.0.0.1/mozoauth2/0123abcd");
  expect(redirectUrlOf(FIREFOX, { ...loopback, ownRedirect: true })).toBe(
    "http://127.0.0.1/mozoauth2/0123abcd/sign-in/1f",
  );
  expect(redirectUrlOf(CHROMIUM, loopback)).toBe(CHROMIUM);
  expect([FIREFOX, CHROMIUM, ""].map(hasLoopbackRedirect)).toEqual([true, false, false]);
});

it("is none where the browser has no sign-in window", () => {
  expect(redirectUrlOf("", { ...shared, loopbackRedirect: true, ownRedirect: true })).toBe("");
});
