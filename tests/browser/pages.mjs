// pages.mjs - every page there is, for the scripts that look at all of them.
//
// The addresses come from the application itself: what the navigation names, what routes.c lists
// (a new page of a fixed address is found by itself), and one card of each kind.
import { readFileSync, readdirSync } from 'node:fs';
import { group } from './lib.mjs';

// Patterns of GET routes, read from the tables in review/*.c.
export function patterns() {
    const found = new Set();
    for (const f of readdirSync('review').filter((x) => x.endsWith('.c'))) {
        for (const m of readFileSync(`review/${f}`, 'utf8').matchAll(/DOWNLOAD_ROUTES\("([^"]+)"/g))
            for (const form of ['csv', 'xlsx', 'json', 'jsonl', 'atom']) found.add(`${m[1]}.${form}`);
        for (const m of readFileSync(`review/${f}`, 'utf8').matchAll(/\{\s*"GET",\s*"([^"]+)"/g)) found.add(m[1]);
    }
    return [...found].sort();
}

const DOWNLOAD = /\.(csv|json|jsonl|jsonld|xlsx|atom|html|md|svg)$|^\/(static|healthz|readyz|metrics)/;
const FILLED = { dept: 'physics', key: 'physics', name: 'ed' };

export function fill(pattern) {
    if (pattern.startsWith('/sources/')) return pattern.replace('{id}', '1');
    if (pattern.startsWith('/numbers/rows')) return `${pattern}?figure=found`;
    if (pattern.startsWith('/answers/public')) return `${pattern}?dept=physics`;
    return pattern.replace(/\{(\w+)\}/g, (all, name) => FILLED[name] ?? (name === 'id' ? group('application deadline for the master') : all));
}

// [name, address]: of all pages that an admin sees.
export function pages() {
    const all = patterns().filter((p) => !DOWNLOAD.test(p) && !/^\/(link|first)\//.test(p) && p !== '/')
        .map((p) => [p.replace(/^\//, '').replace(/[/{}]+/g, '-').replace(/-$/, ''), fill(p)]);
    const cards = [['card-negative', 'Missed an experiment'], ['card-gap', 'vegan food'], ['card-approved', 'around the clock'],
        ['card-posted', 'printing a page'], ['card-reopened', 'dress code'], ['card-hostile', 'script>alert'],
        ['card-long', 'electrical engineering'], ['card-rtl', 'الفيزياء'], ['card-word', 'Northfieldphysicsmaster'], ['card-warning', 'Which TOEFL']];
    for (const [name, words] of cards) all.push([name, `/g/${group(words)}`]);
    all.push(['card-editing', `/g/${group('taught in English')}?edit=1`]);
    for (const state of ['gap', 'posted', 'all']) all.push([`queue-${state}`, `/q/?state=${state}`]);
    all.push(['queue-narrowed', '/q/physics?audience=students&state=all'], ['groups-campaign', '/groups?campaign=admissions'],
        ['numbers-campaign', '/numbers?campaign=admissions']);
    all.push(['queue-none', '/q/physics?find=zebra'], ['error-404', '/no-such-page']);
    return all;
}
