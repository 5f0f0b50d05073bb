/** What oidc-provider stores: plain objects with a few members that are looked up. */
interface StoredRecord {
  grantId?: string;
  uid?: string;
  userCode?: string;
  consumed?: number;
  [member: string]: unknown;
}

interface Entry {
  readonly record: StoredRecord;
  /** Milliseconds since epoch. */
  readonly expiresAtMs: number;
}

/** Storage for one test server, in memory, in the shape oidc-provider asks of an adapter. */
export function createAdapterFactory(): (model: string) => object {
  const entries = new Map<string, Entry>();

  const find = (model: string, accept: (id: string, record: StoredRecord) => boolean): StoredRecord | undefined => {
    for (const [key, { record, expiresAtMs }] of entries) {
      const [owner, id] = splitKey(key);
      if (owner === model && expiresAtMs > Date.now() && accept(id, record)) return record;
    }
    return undefined;
  };

  return (model) => ({
    async upsert(id: string, record: StoredRecord, expiresInSeconds?: number) {
      const expiresAtMs = expiresInSeconds === undefined ? Infinity : Date.now() + expiresInSeconds * 1000;
      entries.set(`${model}:${id}`, { record, expiresAtMs });
    },
    async find(id: string) {
      return find(model, (candidate) => candidate === id);
    },
    async findByUid(uid: string) {
      return find(model, (_id, record) => record.uid === uid);
    },
    async findByUserCode(userCode: string) {
      return find(model, (_id, record) => record.userCode === userCode);
    },
    async consume(id: string) {
      const entry = entries.get(`${model}:${id}`);
      if (entry) entry.record.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id: string) {
      entries.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId: string) {
      for (const [key, { record }] of entries) {
        if (splitKey(key)[0] === model && record.grantId === grantId) entries.delete(key);
      }
    },
  });
}

function splitKey(key: string): [model: string, id: string] {
  const colon = key.indexOf(":");
  return [key.slice(0, colon), key.slice(colon + 1)];
}
