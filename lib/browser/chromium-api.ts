/**
 * What the build for Chromium puts in the polyfill's place: there `chrome` answers with promises since Manifest V3. The
 * polyfill makes the browser set up every part of the API, used or not, each time that a worker or a page starts.
 */
export default globalThis.chrome;
