/** Whether a value of the policy is what a profile's `parameters` are; see ParameterGroups. */
export function isParameterGroups(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, ["authorization", "token", "refresh"])) return false;
  return [value["authorization"], value["token"], value["refresh"]].every(isGroup);
}

function isGroup(group: unknown): boolean {
  if (!isObject(group) || !hasOnly(group, ["overrides", "added"])) return false;
  const { overrides, added } = group;
  return (
    isObject(overrides) && Object.values(overrides).every(isOverride) && Array.isArray(added) && added.every(isAdded)
  );
}

function isOverride(value: unknown): boolean {
  if (!isObject(value) || !hasOnly(value, ["included", "name", "value"])) return false;
  const { included = true, name = "", value: sent = "" } = value;
  return typeof included === "boolean" && typeof name === "string" && typeof sent === "string";
}

function isAdded(parameter: unknown): boolean {
  if (!isObject(parameter) || !hasOnly(parameter, ["id", "name", "value", "sendIn", "secret", "enabled"])) return false;
  const { id, name, value, sendIn, secret, enabled } = parameter;
  const isPlace = sendIn === "query" || sendIn === "body" || sendIn === "header";
  const isTyped = [id, name, value].every((text) => typeof text === "string");
  // A secret's value is the person's to enter.
  return isPlace && isTyped && typeof enabled === "boolean" && (secret === false || (secret === true && value === ""));
}

function hasOnly(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return Object.keys(value).every((name) => names.includes(name));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
