// Verifies what it reads by a library that knows nothing of ours: {"secret", "headers", "body"} → the payload, or why it is none.
import { Webhook } from 'standardwebhooks';
import { readFileSync } from 'node:fs';

const { secret, headers, body } = JSON.parse(readFileSync(0, 'utf8'));
try {
  console.log(JSON.stringify({ payload: new Webhook(secret).verify(body, headers) }));
} catch (error) {
  console.log(JSON.stringify({ refused: error.message }));
}
