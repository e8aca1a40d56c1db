// Answers each line of standard input, until it ends, with a line of standard output: both are JSON.
import { createInterface } from 'node:readline';

export async function answer(work) {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(work(JSON.parse(line)))}\n`);
  }
}
