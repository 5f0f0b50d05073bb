import type { Provider } from "./provider.ts";

/** Music, games and sport. */
export const MEDIA_PROVIDERS: readonly Provider[] = [
  {
    id: "spotify",
    name: "Spotify",
    source: "https://developer.spotify.com/documentation/web-api/tutorials/code-flow",
    settings: {
      authorizationUrl: "https://accounts.spotify.com/authorize",
      tokenUrl: "https://accounts.spotify.com/api/token",
    },
    grants: { authorization_code: { scope: "user-read-email playlist-read-private" }, client_credentials: {} },
  },
  {
    id: "spotify-pkce",
    name: "Spotify (without secret)",
    source: "https://developer.spotify.com/documentation/web-api/tutorials/code-pkce-flow",
    settings: {
      authorizationUrl: "https://accounts.spotify.com/authorize",
      tokenUrl: "https://accounts.spotify.com/api/token",
      clientAuthentication: "none",
      scope: "user-read-email playlist-read-private",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "twitch",
    name: "Twitch",
    source: "https://dev.twitch.tv/docs/authentication/getting-tokens-oauth/",
    settings: {
      authorizationUrl: "https://id.twitch.tv/oauth2/authorize",
      tokenUrl: "https://id.twitch.tv/oauth2/token",
      revocationUrl: "https://id.twitch.tv/oauth2/revoke",
      clientAuthentication: "body",
      pkce: "off",
    },
    grants: { authorization_code: { scope: "channel:read:polls user:read:email" }, client_credentials: {} },
  },
  {
    id: "strava",
    name: "Strava",
    source: "https://developers.strava.com/docs/authentication/",
    settings: {
      authorizationUrl: "https://www.strava.com/oauth/authorize",
      tokenUrl: "https://www.strava.com/oauth/token",
      clientAuthentication: "body",
      pkce: "off",
      scope: "read activity:read",
      scopeDelimiter: "comma",
    },
    grants: { authorization_code: {} },
  },
  {
    id: "fitbit",
    name: "Fitbit",
    source: "https://dev.fitbit.com/build/reference/web-api/authorization/oauth2-token/",
    settings: {
      authorizationUrl: "https://www.fitbit.com/oauth2/authorize",
      tokenUrl: "https://api.fitbit.com/oauth2/token",
      revocationUrl: "https://api.fitbit.com/oauth2/revoke",
      scope: "activity heartrate",
      token: { client_id: true },
    },
    grants: { authorization_code: {} },
  },
  {
    id: "soundcloud",
    name: "SoundCloud",
    source: "https://developers.soundcloud.com/docs/api/guide#authentication",
    settings: { tokenUrl: "https://secure.soundcloud.com/oauth/token", headerPrefix: "OAuth" },
    grants: {
      authorization_code: {
        authorizationUrl: "https://secure.soundcloud.com/authorize",
        clientAuthentication: "body",
      },
      client_credentials: {},
    },
  },
];
