// routes.mjs - every route that review/*.c lists, asked for by every role.
//
// What a right opens is written down here again, from role.h, not read from role.c.
import http from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { URL_, check, done, fail, group, is, sql } from './lib.mjs';

const MAY = {
    PUBLIC: ['', 'vic', 'ed', 'app', 'lea', 'op', 'aud', 'ada'], SELF: ['vic', 'ed', 'app', 'lea', 'op', 'aud', 'ada'],
    SOURCES: ['vic', 'ed', 'app', 'lea', 'op', 'aud', 'ada'], READ: ['vic', 'ed', 'app', 'lea', 'aud', 'ada'],
    EDIT: ['ed', 'app', 'lea', 'ada'], APPROVE: ['app', 'lea', 'ada'], LEAD: ['lea', 'ada'], OPERATE: ['op', 'ada'],
    AUDIT: ['aud', 'ada'], PEOPLE: ['ada'],
};
const WHO = MAY.PUBLIC;
const card = group('taught in English');
const FILLED = { id: card, dept: 'physics', key: 'physics', name: 'ed', hash: 'x', token: '00' };

function routes() {
    const out = [];
    for (const f of readdirSync('review').filter((x) => x.endsWith('.c')))
        for (const m of readFileSync(`review/${f}`, 'utf8').matchAll(/(?:\{\s*"(GET|POST)",|DOWNLOAD_ROUTES\()\s*"([^"]+)",\s*ROLE_(\w+)/g))
            for (const end of m[1] ? [''] : ['.csv', '.xlsx', '.json', '.jsonl', '.atom'])
                out.push({ method: m[1] ?? 'GET', path: m[2].replace(/\{(\w+)\}/g, (x, n) => FILLED[n] ?? x) + end, right: m[3] });
    return out;
}

const { hostname: host, port } = new URL(URL_);
const agent = new http.Agent({ keepAlive: true });
// A request as it stands: { status, headers, body }.
function ask(method, path, headers = {}, body = '') {
    return new Promise((resolve, reject) => {
        const r = http.request({ host, port, path, method, agent, // the path as it stands here
            headers: { ...headers, ...(method === 'POST' && body !== null
            ? { 'Content-Type': 'application/x-www-form-urlencoded', ...headers, 'Content-Length': Buffer.byteLength(body) } : {}) } }, (res) => {
            const parts = [];
            res.on('data', (p) => parts.push(p));
            res.on('end', () => resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(parts).toString() }));
        });
        // Who refuses a body closes the line, and may be quicker than the answer is read.
        r.on('error', (e) => (/EPIPE|ECONNRESET/.test(e.code) ? resolve({ status: 0, headers: {}, body: '' }) : reject(e)));
        r.end(body ?? '');
    });
}

const cookies = { '': {} }, csrf = {};
for (const name of WHO.slice(1)) {
    const r = await ask('POST', '/sign-in', {}, new URLSearchParams({ name, password: 'mistletoe grows' }).toString());
    cookies[name] = { Cookie: r.headers['set-cookie'][0].split(';')[0] };
    csrf[name] = (await ask('GET', '/profile', cookies[name])).body.match(/name="csrf" value="(\w+)"/)[1];
}

const TABLES = ['decision', 'note', 'lease', 'typed', 'posting', 'account', 'account_role', 'once', 'attempt', 'draft', 'gap', 'question_group', 'group_decision', 'source'];
const all_of_it = () => sql(TABLES.map((t) => `SELECT '${t}', COUNT(*) FROM ${t}`).join(' UNION ALL ')) + sql('SELECT MAX(id) FROM audit');

// ---- reading: by whom, and it changes nothing ----
const all = routes();
check(all.length > 70, `${all.length} routes`);
let before = all_of_it();
for (const x of all.filter((r) => r.method === 'GET')) {
    const may = MAY[x.right];
    if (!may) { fail(`${x.path}: what does ROLE_${x.right} open?`); continue; }
    for (const who of WHO) {
        const { status, headers } = await ask('GET', x.path, cookies[who]);
        const told = `GET ${x.path} as ${who || 'nobody'} answers ${status}`;
        if (status >= 500 && x.path !== '/readyz') fail(told);
        else if (may.includes(who)) check(![401, 403].includes(status), told);
        else check(who === '' ? status === 401 : status === 404 || status === 403, told);
        if (!x.path.startsWith('/static/')) check(/default-src 'none'/.test(headers['content-security-policy']) && headers['x-content-type-options'] === 'nosniff'
            && headers['x-frame-options'] === 'DENY' && headers['referrer-policy'] === 'no-referrer', `headers of ${told}`);
    }
}
is('a GET writes', all_of_it(), before);

// ---- acting: without the right, without the token, from another site: nothing happens ----
const posts = all.filter((r) => r.method === 'POST');
before = all_of_it().replace(/\d+$/, ''); // refusals are in the log
for (const x of posts) {
    const may = MAY[x.right];
    for (const who of WHO) {
        if (x.right === 'PUBLIC') continue;
        const told = (r) => `POST ${x.path} as ${who || 'nobody'} answers ${r.status}`;
        if (!may.includes(who)) {
            const r = await ask('POST', x.path, cookies[who], `csrf=${csrf[who] ?? ''}&text=x&revision=0`);
            check(who === '' ? r.status === 401 : [403, 404].includes(r.status), told(r));
            continue;
        }
        for (const [name, headers, body] of [['no token', {}, 'text=x'], ['another token', {}, `csrf=${csrf[who === 'ada' ? 'lea' : 'ada']}`],
            ['another site', { 'Sec-Fetch-Site': 'cross-site' }, `csrf=${csrf[who]}`], ['another origin', { Origin: 'https://evil.example' }, `csrf=${csrf[who]}`]]) {
            const r = await ask('POST', x.path, { ...cookies[who], ...headers }, body);
            check(r.status === 403, `${name}: ${told(r)}`);
        }
    }
}
is('a refused act changes something', all_of_it().replace(/\d+$/, ''), before);

// ---- methods, kinds, sizes, paths ----
for (const x of all) {
    const both = all.some((y) => y.path === x.path && y.method !== x.method);
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', ...(both ? [] : [x.method === 'GET' ? 'POST' : 'GET'])]) {
        const { status } = await ask(method, x.path, cookies.ada, method === 'POST' ? `csrf=${csrf.ada}` : null);
        check(status === 405 || status === 501 || status === 404, `${method} ${x.path} answers ${status}`);
    }
}
const act = `/g/${card}/note`;
for (const [name, wanted, path, headers, body] of [
    ['a body of a megabyte', 413, act, {}, `csrf=${csrf.ada}&text=${'x'.repeat(1 << 20)}`],
    ['JSON', 415, act, { 'Content-Type': 'application/json' }, '{}'],
    ['a file', 415, act, { 'Content-Type': 'multipart/form-data; boundary=x' }, '--x--'],
    ['bytes that are no UTF-8', 400, act, {}, 'text=%ff'],
    ['a zero byte', 400, act, {}, 'text=a%00b'],
    ['ten thousand fields', 400, act, {}, 'a=1&'.repeat(10000)],
    ['a number that is none', 404, '/g/1e9/note', {}, `csrf=${csrf.ada}`],
    ['a number too large', 404, '/g/99999999999999999999/note', {}, `csrf=${csrf.ada}`],
]) {
    const { status } = await ask('POST', path, { ...cookies.ada, ...headers }, body);
    check(status === wanted || (wanted === 400 && status === 413) || (wanted === 413 && status === 0), `${name}: ${status}, wanted ${wanted}`);
}
for (const path of ['/static/../../earshot.ini', '/static/x/..%2f..%2fearshot.ini', '/%2e%2e/earshot.db', '//evil.example/', '/q/..%2fphysics', '/q/physics%00',
    `/g/${card}%2f..`, '/people/..', `/${'a'.repeat(5000)}`]) {
    const { status, headers, body } = await ask('GET', path, cookies.ada);
    check(status >= 400 && status < 500 && !/SQLite format|contact/.test(body), `${path.slice(0, 40)}: ${status}`);
    check(!/evil/.test(headers.location ?? ''), `${path} leads to ${headers.location}`);
}
agent.destroy();
await done();
