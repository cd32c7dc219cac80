// Writes transcripts.ndjson: what two ends of the JavaScript implementation of Negentropy say to each other.
// Usage: node transcripts.js path/to/Negentropy.js > transcripts.ndjson
// The implementation (https://github.com/hoytech/negentropy, js/Negentropy.js, MIT) is not part of this project.
const { createHash } = require("crypto");
const { Negentropy, NegentropyStorageVector } = require(require("path").resolve(process.argv[2]));

const sha256 = (data) => createHash("sha256").update(data).digest();

// Item i of a scenario: the id is SHA-256 of "name:i"; shared prefixes replace the first bytes by zeros.
const item = (scenario, i) => {
    const id = sha256(`${scenario.name}:${i}`);
    id.fill(0, 0, scenario.zeroPrefix || 0);
    return { timestamp: scenario.base + Math.floor(i / scenario.perSecond), id };
};

// An end holds item i unless i modulo one of its numbers is the remainder beside it.
const holds = (rules, i) => !rules.some(([modulus, remainder]) => i % modulus === remainder);

const storageOf = (scenario, rules) => {
    const storage = new NegentropyStorageVector();
    for (let i = 0; i < scenario.count; i++) {
        if (holds(rules, i)) {
            const { timestamp, id } = item(scenario, i);
            storage.insert(timestamp, id);
        }
    }
    storage.seal();
    return storage;
};

// Long messages are told by their length and hash.
const told = (hex) => hex.length <= 2000 ? hex : `${hex.length / 2}:${sha256(Buffer.from(hex, "hex")).toString("hex")}`;

const scenarios = [];
const add = (name, count, client, server, more = {}) =>
    scenarios.push({ name, count, client, server, base: 1700000000, perSecond: 1, limit: 0, ...more });
add("empty", 0, [], []);
for (const count of [1, 2, 15, 16, 31, 32, 33, 64, 500]) add(`equal-${count}`, count, [], []);
add("client-empty", 40, [[1, 0]], []);
add("server-empty", 40, [], [[1, 0]]);
add("one-at-server", 1000, [[1000, 517]], []);
add("one-at-client", 1000, [], [[1000, 3]]);
add("both-lack", 3000, [[97, 5], [211, 7]], [[89, 1], [131, 130]]);
add("disjoint", 300, [[2, 0]], [[2, 1]]);
add("same-second", 700, [[53, 9]], [[61, 3]], { perSecond: 1000 });
add("shared-prefix", 400, [[37, 9]], [[41, 3]], { perSecond: 1000, zeroPrefix: 5 });
add("few-a-second", 2000, [[37, 9]], [[41, 3]], { perSecond: 7 });
add("from-zero", 200, [[37, 9]], [[41, 3]], { base: 0 });
for (const limit of [4096, 5000, 20000, 60000]) {
    add(`limit-${limit}`, 6000, [[3, 0]], [[5, 1]], { limit, perSecond: 3 });
    add(`limit-fingerprints-${limit}`, 20000, [[401, 3]], [[499, 1]], { limit, perSecond: 2 });
}
for (let i = 0; i < 24; i++) {
    const random = (n, at) => sha256(`random-${i}-${at}`).readUInt32BE(0) % n;
    const rules = (at) => [[5 + random(200, at), random(5, at + 1)], [17 + random(900, at + 2), random(17, at + 3)]];
    add(`random-${i}`, 1 + random(2500, 0), rules(1), rules(5), { perSecond: 1 + random(50, 9), limit: i % 3 === 0 ? 4096 + random(9000, 10) : 0 });
}

(async () => {
    for (const scenario of scenarios) {
        const client = new Negentropy(storageOf(scenario, scenario.client), scenario.limit);
        const server = new Negentropy(storageOf(scenario, scenario.server), scenario.limit);
        const messages = [];
        const have = new Set();
        const need = new Set();
        let message = await client.initiate();
        while (message !== null) {
            messages.push(told(message));
            const [answer] = await server.reconcile(message);
            messages.push(told(answer));
            const [next, haveIds, needIds] = await client.reconcile(answer);
            haveIds.forEach((id) => have.add(id));
            needIds.forEach((id) => need.add(id));
            message = next;
        }
        const digest = (ids) => sha256([...ids].sort().join("\n")).toString("hex");
        console.log(JSON.stringify({ ...scenario, messages, have: have.size, need: need.size, haveDigest: digest(have), needDigest: digest(need) }));
    }
})();
