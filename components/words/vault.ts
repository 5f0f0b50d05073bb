/** Words of the passphrase: locking, unlocking, setting it. */
export const vaultWords = {
  lockedTitle: "Locked",
  lockedText:
    "Tokens and client secrets can't be read, and no request carries a token, until you type your passphrase.",
  passphrase: "Passphrase",
  unlock: "Unlock",
  unlocked: "Unlocked",
  unlockFirst: "Locked: unlock with your passphrase first.",
  lock: "Lock",
  lockNow: "Lock now",
  locked: "Locked: no request carries a token now",
  forgotten: "Forgotten it?",
  forgottenText: "Nobody can recover it. Reset, under Stored data in Settings, deletes everything, and you start anew.",
  openSettings: "Open Settings",
  show: "Show",
  hide: "Hide",

  title: "Passphrase",
  offText:
    "Without a passphrase, tokens and client secrets are sealed with a key that lies beside them in your browser profile: a search of the disk doesn't find them, but whoever copies the profile can open them. With one, they can't be read before it was typed.",
  onText:
    "Tokens and client secrets can't be read before the passphrase was typed. It is asked for when the browser has been closed, after the idle time, and when you lock.",
  limits:
    "It doesn't help against programs that watch this computer while Bearer Bar is unlocked. The names and addresses in your profiles stay readable.",
  noRecovery:
    "Nobody can recover a forgotten passphrase: you would have to reset Bearer Bar and set up your profiles again.",
  lingers: "Copies of what was stored before may stay on the disk for some time, without this protection.",
  lockedHint: "Unlock first to change or remove the passphrase.",
  setUp: "Set a passphrase",
  change: "Change passphrase",
  remove: "Remove passphrase",
  removeText: "Tokens and client secrets can then be read again by whoever has your browser profile.",
  current: "Current passphrase",
  next: "New passphrase",
  nextHint: "At least 8 characters. Four or five words drawn by lot are better than one clever word.",
  repeat: "Repeat passphrase",
  notRepeated: "The two passphrases differ. Type the new one again.",
  wrongCurrent: "That is not the current passphrase. Try again.",
  set: "Passphrase set",
  changed: "Passphrase changed",
  removed: "Passphrase removed",
  idle: "Lock when the computer is not used",
  idleHint: "Also when the computer has slept for as long.",
  afterMinutes: (minutes: number) => {
    if (minutes % 60 !== 0) return `After ${minutes} min`;
    return minutes === 60 ? "After 1 hour" : `After ${minutes / 60} hours`;
  },
  shortcut: (keys: string) => `The keys ${keys} lock at once, wherever you are in the browser.`,
  noShortcut: "You can give locking a shortcut on your browser's page of extension shortcuts.",
};

/** Offered idle times, minutes. */
export const idleWaits = [1, 5, 15, 30, 60, 240] as const;

/** Characters; the worker refuses shorter ones. */
export const SHORTEST_PASSPHRASE = 8;
