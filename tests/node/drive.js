// Calls the npm package `whiplash` as it is told to: takes {"config": …, "options": …} a line, answers {"error": …,
// "body": …, "status": …} a line, in the same order.
"use strict";

const readline = require("readline");
const Whiplash = require("whiplash");

async function drive() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { config, options } = JSON.parse(line);
    await new Promise((done) => {
      new Whiplash(config).request(options, (error, body, status) => {
        console.log(JSON.stringify({ error: error ? String(error) : null, body, status }));
        done();
      });
    });
  }
}

drive();
