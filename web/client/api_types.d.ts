/** Names for what the API answers, from the types that `make openapi` writes: by route, so that renamed schemas keep working. */

import type { paths } from "../../docs/openapi.js";

type Json<Answer> = Answer extends { content: { "application/json": infer Body } } ? Body : never;
type Answers<Path extends keyof paths, Method extends keyof paths[Path]> = paths[Path][Method] extends {
  responses: infer All;
}
  ? All
  : never;
type Answer<Path extends keyof paths, Method extends keyof paths[Path], Status> =
  Status extends keyof Answers<Path, Method> ? Json<Answers<Path, Method>[Status]> : never;

export type Job = Answer<"/jobs/{job_id}", "get", 200>;
export type Scene = Job["scenes"][number];
export type Image = Scene["images"][number];
export type Video = Job["videos"][number];
export type Brief = Job["brief"];
export type JobItem = Answer<"/jobs", "get", 200>["items"][number];
export type Asset = Answer<"/assets", "get", 200>["items"][number];
export type Estimate = Answer<"/estimate", "post", 200>;
export type LineItem = Estimate["items"][number];
export type Usage = Answer<"/usage", "get", 200>;
export type Model = Answer<"/models", "get", 200>["items"][number];
export type ApiKey = Answer<"/keys", "get", 200>["items"][number];
