/**
 * Runs a state machine in aws-local-stepfunctions with the answers that tasks gave in another interpreter.
 *
 * Standard input: {definition, input, context, answers, stopped}, where answers[state][parameters] lists what the task
 * answered when it was called with these parameters, in order: {output} or {error, cause}. Where the execution was
 * `stopped`, it is stopped here at the first task that has no answer. Standard output: {entered, error}: the states
 * entered with their inputs, and the error that ended the execution, or null.
 */

import { readFileSync } from "node:fs";
import { StateMachine } from "aws-local-stepfunctions";

const told = JSON.parse(readFileSync(0, "utf8"));
delete told.definition.TimeoutSeconds; // 30 days are more than its timer holds

/** JSON with sorted keys and without tokens, which are each interpreter's own. */
function canonical(value) {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([name]) => name !== "task_token")
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : part,
  );
}

function named(error, cause) {
  const made = new Error(cause);
  made.name = error;
  return made;
}

function answering(state) {
  return async (parameters) => {
    const asked = canonical(parameters);
    const answer = told.answers[state]?.[asked]?.shift();
    if (!answer && told.stopped) {
      execution.abort();
      return {};
    }
    if (!answer) throw named("NotAsked", `the other interpreter never asked ${state} for ${asked}`);
    if (answer.error) throw named(answer.error, answer.cause);
    return answer.output;
  };
}

/**
 * The package forwards the events of a nested machine without waiting for it, and loses those that come after the outer
 * one has ended. Here a run is over when all its events were read.
 */
const run = StateMachine.prototype.run;
StateMachine.prototype.run = function (...given) {
  const execution = run.apply(this, given);
  let end;
  const read = new Promise((resolve) => (end = resolve));
  async function* events() {
    yield* execution.eventLogs;
    end();
  }
  const result = execution.result.finally(() => read);
  return { ...execution, eventLogs: events(), result };
};

const overrides = { taskResourceLocalHandlers: {}, waitTimeOverrides: {}, retryIntervalOverrides: {} };

function override(states) {
  for (const [name, state] of Object.entries(states)) {
    if (state.Type === "Task") overrides.taskResourceLocalHandlers[name] = answering(name);
    if (state.Type === "Wait") overrides.waitTimeOverrides[name] = 0;
    if (state.Retry) overrides.retryIntervalOverrides[name] = state.Retry.map(() => 0);
    for (const branch of state.Branches ?? []) override(branch.States);
    if (state.ItemProcessor) override(state.ItemProcessor.States);
  }
}

override(told.definition.States);
const machine = new StateMachine(told.definition, { validationOptions: { noValidate: true } });
const execution = machine.run(told.input, { overrides, context: told.context });
const entered = [];
const logged = (async () => {
  for await (const event of execution.eventLogs) {
    if (event.type.endsWith("StateEntered")) entered.push([event.state.name, canonical(event.state.input)]);
  }
})();
const error = await execution.result.then(
  () => null,
  (reason) => `${reason.name}: ${reason.message}`,
);
await logged;
process.stdout.write(JSON.stringify({ entered, error }));
