import { expect, it } from "vitest";
import { isLoopback } from "../../../lib/domain/endpoint.ts";

it.each([
  ["http://localhost/", true],
  ["http://app.localhost:8080/", true],
  ["http://127.0.0.1/", true],
  ["http://127.1/", true],
  ["http://127.255.0.9:9000/", true],
  ["http://[::1]/", true],
  ["http://127.example.com/", false],
  ["http://127.0.0.1.example.com/", false],
  ["http://128.0.0.1/", false],
  ["http://localhost.example.com/", false],
  ["http://notlocalhost/", false],
  ["http://[::2]/", false],
])("%s stays on this machine: %s", (url, expected) => {
  expect(isLoopback(new URL(url).hostname)).toBe(expected);
});
