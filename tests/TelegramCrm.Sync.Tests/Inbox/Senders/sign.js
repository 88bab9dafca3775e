// Signs what it reads, by libraries that know nothing of ours: {"secret", "id", "second", "body"} → the headers of each scheme.
import { sign } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import { readFileSync } from 'node:fs';

const { secret, standardSecret, id, second, body } = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify({
  bodyHmac: { 'X-Webhook-Signature': await sign(secret, body), 'X-Webhook-Timestamp': `${second}` },
  standardWebhooks: {
    'webhook-id': id,
    'webhook-timestamp': `${second}`,
    'webhook-signature': new Webhook(standardSecret).sign(id, new Date(second * 1000), body),
  },
}));
