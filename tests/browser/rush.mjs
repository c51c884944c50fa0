// rush.mjs SECONDS - two editors over HTTP, as fast as they can; then the store is held against
// what they were told.
import { URL_, check, done, fail, is, sql } from './lib.mjs';

const SECONDS = Number(process.argv[2]);
const end = Date.now() + SECONDS * 1000;
const FEWEST = 10, MORE_MS = 300000; // decisions of each, and how long a slow machine has for them
const PASSWORD = 'mistletoe grows';

// A series that is the same each time; what follows what is not, as processes race.
function random(seed) {
    let x = seed;
    return (n) => { x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff; return Math.floor(x / 0x10000) % n; };
}

async function sign_in(name) {
    const r = await fetch(`${URL_}/sign-in`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ name, password: PASSWORD }) });
    return r.headers.get('set-cookie').split(';')[0];
}

// What the card says can be done: [verb, argument or text].
function choices(html) {
    const can = (verb) => html.includes(`/${verb}"`);
    const out = [];
    if (/data-key="approve"/.test(html)) out.push(['approve'], ['approve']);
    if (can('edit') || /data-key="edit">Edit/.test(html)) out.push(['edit']);
    if (can('reject')) out.push(['reject', 'arg', 'wrong']);
    if (can('park')) out.push(['park', 'arg', '2035-01-01T00:00:00Z']);
    if (can('hand-over')) out.push(['hand-over', 'arg', 'the office']);
    if (can('reopen')) out.push(['reopen'], ['reopen']);
    if (can('redraft')) out.push(['redraft']);
    out.push(['note', 'text', 'seen']);
    return out;
}

async function editor(name, seed) {
    const pick = random(seed), cookie = await sign_in(name), told = [];
    const ask = (path, options = {}) => fetch(URL_ + path, { redirect: 'manual', ...options,
        headers: { Cookie: cookie, ...options.headers } });
    const count = { ok: 0, refused: 0, undone: 0, notes: 0, slowest_ms: 0 };
    const ids = sql('SELECT group_id FROM queue').split('\n');
    while (Date.now() < end || (count.ok <= FEWEST && Date.now() < end + MORE_MS)) {
        const id = ids[pick(ids.length)], at = Date.now();
        const card = await ask(`/g/${id}?state=all`);
        if (card.status >= 500) { fail(`${name}: /g/${id} answers ${card.status}: ${await card.text()}`); break; }
        const html = await card.text();
        if (card.status !== 200) continue;
        const value = (n) => html.match(new RegExp(`name="${n}" value="([^"]*)"`))?.[1] ?? '';
        const all = choices(html), [verb, field, arg] = all[pick(all.length)];
        const undo = pick(8) === 0;
        const revision = Number(value('revision')), before = html.match(/<div class="answer"[^>]*>([^]*?)<\/div>/)?.[1] ?? '';
        const body = new URLSearchParams({ csrf: value('csrf'), revision, draft: value('draft') });
        if (field) body.set(field, arg);
        if (verb === 'edit') body.set('text', `${before.replace(/<[^>]*>/g, '').replaceAll('&#39;', "'")} (${told.length})`);
        const r = await ask(undo ? '/undo' : `/g/${id}/${verb}`, { method: 'POST', body, headers: { 'X-Earshot': 'act' } });
        const says = await r.text();
        count.slowest_ms = Math.max(count.slowest_ms, Date.now() - at);
        if (r.status >= 500 || /database is locked|another process/.test(says)) { fail(`${name}: ${verb} of ${id} answers ${r.status}: ${says.slice(0, 400)}`); break; }
        if (![200, 409, 422, 404].includes(r.status)) fail(`${name}: ${verb} of ${id} answers ${r.status}`);
        if (r.status !== 200) count.refused++;
        else if (undo) { count.undone++; told.push({ verb: 'undo' }); }
        else if (verb === 'note') count.notes++;
        else { count.ok++; told.push({ verb, group: Number(id), revision }); }
    }
    return { name, told, count };
}

const people = await Promise.all([editor('lea', 7), editor('app', 11)]);
for (const { name, told, count } of people) {
    const rows = sql(`SELECT group_id, revision, verb FROM decision WHERE actor = '${name}' ORDER BY id`)
        .split('\n').filter(Boolean).map((l) => l.split('|'));
    is(`${name}: decisions that were told, and that stand`, rows.length, told.length);
    told.forEach((t, i) => {
        const [group, revision, verb] = rows[i] ?? [];
        if (t.verb !== verb || (t.group && (t.group !== Number(group) || t.revision + 1 !== Number(revision))))
            fail(`${name}: decision ${i} was ${JSON.stringify(t)}, stands as ${rows[i]}`);
    });
    is(`${name}: notes`, Number(sql(`SELECT COUNT(*) FROM note WHERE actor = '${name}'`)), count.notes);
    check(count.ok > FEWEST, `${name}: ${count.ok} decisions only`);
    console.log(`${name}: ${count.ok} decided, ${count.undone} undone, ${count.notes} notes, ${count.refused} refused, slowest ${count.slowest_ms} ms`);
}
is('revisions with a gap', sql(`SELECT COUNT(*) FROM (SELECT MAX(revision) - COUNT(*) AS d FROM decision GROUP BY group_id) WHERE d <> 0`), '0');
is('rows of the log', sql("SELECT COUNT(*) FROM audit WHERE object LIKE 'group %' AND result = 'ok' AND action <> 'note' AND actor IN ('lea', 'app')"),
    String(people.reduce((n, p) => n + p.told.length, 0)));
await done();
