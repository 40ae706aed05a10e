// The list of journeys that ran, a line each, for the trace from requirements to tests (docs/requirements.md).

export default async function* ran(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    const left = data.skip !== undefined || data.todo !== undefined;
    const outcome = type === "test:fail" ? "failed" : left ? "ignored" : "passed";
    yield `${outcome} journey: ${data.name}\n`;
  }
}
