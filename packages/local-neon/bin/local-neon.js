#!/usr/bin/env -S node --
// Without the two hyphens, Node 20 takes our --env-file as its own.
import { run } from '../dist/cli.js'

process.exit(await run(process.argv.slice(2)))
