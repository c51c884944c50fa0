// Keys, autosave, and cards that follow each other without a whole new page.
// Everything here is a form or a link that works without it.
'use strict';
(() => {
    const html = document.documentElement;
    const SAVE_MS = 2000, LINT_MS = 600, FRESH_MS = 30000, STORE = 'earshot:text:';
    const $ = (css, from = document) => from.querySelector(css);
    const $$ = (css, from = document) => [...from.querySelectorAll(css)];
    let ahead = null; // the next card, fetched before it is wanted
    let dirty = false, saved = '', saveTimer = 0, lintTimer = 0, busy = false, signedOut = false, shown = '';

    // ---- words: aloud, and where everybody sees them ----
    function say(text) {
        const live = $('#live');
        if (!live || !text) return;
        live.textContent = '';
        setTimeout(() => { live.textContent = text; }, 50);
    }

    function note(text, link) {
        $('.toast')?.remove();
        const p = document.createElement('p');
        p.className = 'toast';
        p.append(text);
        if (link) {
            const a = document.createElement('a');
            a.href = link.href;
            a.target = '_blank';
            a.rel = 'noopener';
            a.textContent = link.text;
            p.append(' ', a);
        }
        document.body.append(p);
        say(text + (link ? ' ' + link.text : ''));
        if (!link) setTimeout(() => p.remove(), 6000);
    }

    function message(text) {
        if (!text) return;
        const p = document.createElement('p');
        p.className = 'message';
        p.textContent = text;
        $('#main .message')?.remove();
        $('#main').prepend(p);
        say(text);
    }

    // ---- pages ----
    function part(markup) {
        return new DOMParser().parseFromString(markup, 'text/html').querySelector('main');
    }

    function show(main, url, push) {
        if (!main) { location.href = url; return; }
        $('#main').replaceWith(main);
        document.title = main.dataset.title || document.title;
        if (push) history.pushState(null, '', url);
        window.scrollTo(0, 0);
        begin();
        const first = $('[role="alert"]', main) ? $('#text', main) : null;
        (first || $('#text', main) || $('h1', main) || main).focus({ preventScroll: true });
        if (first) $('[role="alert"]', main).scrollIntoView({ block: 'nearest' });
    }

    function ask(url, options = {}) {
        return fetch(url, { credentials: 'same-origin', ...options,
            headers: { 'X-Earshot': options.body ? 'act' : 'part', ...options.headers } });
    }

    async function visit(url, push = true) {
        if (!(await leave())) return;
        const fresh = ahead && ahead.url === url && Date.now() - ahead.at < FRESH_MS ? ahead.text : null;
        ahead = null;
        if (fresh) { show(part(fresh), url, push); renew(url); return; }
        try {
            const r = await ask(url);
            if (r.status === 401) { location.href = url; return; }
            show(part(await r.text()), r.url, push);
        } catch { note('The server does not answer. Nothing was lost.'); }
    }

    // What was fetched ahead does not know of the last decision: the list and the state line are told.
    async function renew(url) {
        try {
            const r = await ask(url);
            const main = r.ok ? part(await r.text()) : null;
            for (const css of ['.list', '.card .line']) {
                const old = $(css), now = main && $(css, main);
                if (old && now && location.href === url) old.replaceWith(now);
            }
            centre();
        } catch { /* the next page knows */ }
    }

    function centre() {
        // on a phone the line of pages is wider than the screen
        const nav = $('.top nav'), here = nav && $('[aria-current]', nav);
        if (here) nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
        const current = $('.list .current');
        if (current) current.closest('.list').scrollTop = current.offsetTop - 120;
    }

    async function prefetch() {
        const next = $('.ways a[rel="next"]');
        ahead = null;
        if (!next) return;
        try {
            const r = await ask(next.href);
            if (r.ok) ahead = { url: next.href, text: await r.text(), at: Date.now() };
        } catch { /* it is only a head start */ }
    }

    // ---- acts ----
    async function token() { // a new session has another one
        const r = await ask(location.href);
        if (!r.ok) return false;
        const fresh = $('input[name="csrf"]', part(await r.text()));
        if (!fresh) return false;
        for (const i of $$('input[name="csrf"]')) i.value = fresh.value;
        signedOut = false;
        $('.toast')?.remove();
        return true;
    }

    function keepHere() {
        const box = $('#text');
        if (box && dirty) try { localStorage.setItem(STORE + location.pathname, box.value); } catch { /* full */ }
    }

    function forgetHere() {
        try { localStorage.removeItem(STORE + location.pathname); } catch { /* none */ }
    }

    function outside() {
        signedOut = true;
        keepHere();
        note('You are signed out. What you typed is kept here.', { href: '/sign-in', text: 'Sign in in a new tab' });
    }

    async function act(form, button) {
        if (busy) return;
        busy = true;
        const action = button?.getAttribute('formaction') || form.action;
        if (signedOut) await token().catch(() => false);
        const body = new URLSearchParams(new FormData(form, button));
        $('#main').setAttribute('aria-busy', 'true');
        say('Working');
        try {
            const r = await ask(action, { method: 'POST', body });
            const type = r.headers.get('Content-Type') || '';
            if (r.status === 401) { outside(); return; }
            if (type.startsWith('application/json')) {
                const o = await r.json();
                const next = new URL(o.next, location.href).href;
                dirty = false;
                forgetHere();
                $('#live').textContent = '';
                await visit(next);
                message(o.says);
            } else {
                const main = part(await r.text());
                if (r.ok) { dirty = false; }
                if (main && !(main.classList.contains('plain') && dirty)) show(main, r.url, r.ok && r.redirected);
                else note(main ? main.textContent.trim().replace(/\s+/g, ' ') : 'That did not work.');
            }
        } catch {
            keepHere();
            note('The server does not answer. What you typed is kept here; try again.');
        } finally {
            busy = false;
            $('#main').removeAttribute('aria-busy');
        }
    }

    function press(button) {
        if (!button || button.disabled) return false;
        const form = button.form;
        if (form && !form.reportValidity()) return true;
        if (form) act(form, button); else button.click();
        return true;
    }

    // ---- the editor ----
    async function save() {
        const box = $('#text');
        clearTimeout(saveTimer);
        if (!box || box.value === saved) return true;
        const text = box.value;
        const body = new URLSearchParams({ csrf: box.form.csrf.value, revision: box.form.revision.value,
            list: box.form.list.value, text });
        try {
            const r = await ask(box.dataset.type, { method: 'POST', body });
            if (r.status === 401) { outside(); return false; }
            if (!r.ok) { keepHere(); return false; }
            const told = (await r.text()).trim();
            saved = text;
            dirty = box.value !== text;
            forgetHere();
            if (told !== 'kept') note(told.replace('kept; ', 'Your text is kept. '));
            return true;
        } catch { keepHere(); return false; }
    }

    async function lint() {
        const box = $('#text'), out = $('#lint');
        if (!box || !out) return;
        try {
            const r = await ask(box.dataset.lint, { method: 'POST',
                body: new URLSearchParams({ csrf: box.form.csrf.value, list: box.form.list.value, text: box.value }) });
            if (r.ok && $('#lint') === out)
                out.replaceChildren(...new DOMParser().parseFromString(await r.text(), 'text/html').body.childNodes);
        } catch { /* the next keystroke asks again */ }
    }

    async function leave() {
        if (!dirty || await save()) { dirty = false; return true; }
        return window.confirm('What you typed could not be saved on the server. Leave all the same?');
    }

    function offer(box) {
        let kept = null;
        try { kept = localStorage.getItem(STORE + location.pathname); } catch { /* none */ }
        if (kept === null || kept === box.value) { forgetHere(); return; }
        const p = document.createElement('p');
        const take = document.createElement('button');
        p.className = 'notice';
        take.type = 'button';
        take.textContent = 'Put it into the box';
        take.addEventListener('click', () => { box.value = kept; typed(); p.remove(); box.focus(); });
        p.append('This browser kept a text that never reached the server. ', take);
        box.before(p);
    }

    function typed() {
        dirty = true;
        clearTimeout(saveTimer);
        clearTimeout(lintTimer);
        saveTimer = setTimeout(save, SAVE_MS);
        lintTimer = setTimeout(lint, LINT_MS);
    }

    // ---- keys ----
    // Where a word is wanted the box gets the focus; where a digit is, nothing that takes it as text.
    const menu = (name) => Object.assign(() => {
        const d = $(`details[data-menu="${name}"]`);
        if (!d) return;
        for (const other of $$('.menu details[open]')) if (other !== d) other.open = false;
        d.open = true;
        const word = $('[data-digit]', d) ? null : $('.sheet input:not([type="hidden"])', d);
        (word || $('summary', d)).focus();
    }, { opens: true });
    const fold = (css) => () => {
        const d = $(css);
        if (d) { d.open = !d.open; if (d.open) { d.scrollIntoView({ block: 'nearest' }); $('summary', d).focus(); } }
    };
    const go = (rel) => () => {
        const a = $(`.ways a[rel="${rel}"]`);
        if (a) { visit(a.href); return; }
        const rows = $$('.rows.big .question');
        const at = rows.indexOf(document.activeElement);
        const to = rows[at < 0 ? 0 : at + (rel === 'next' ? 1 : -1)];
        if (to) to.focus(); else if (!rows.length) note(rel === 'next' ? 'This is the last card.' : 'This is the first card.');
    };
    const open = (css) => () => { const a = $(css); if (a) window.open(a.href, '_blank', 'noopener,noreferrer'); };
    const click = (name) => () => press($(`[data-key="${name}"]`));
    const focus = (css) => () => {
        const e = $(css);
        if (e) { e.focus(); e.select?.(); } else if ($('.ways .up')) location.href = $('.ways .up').href;
    };
    const KEYS = [
        ['j', 'next', go('next')], ['k', 'previous', go('prev')], ['a', 'approve, and next', click('approve')],
        ['e', 'edit; Esc leaves, the text is kept', click('edit')], ['x', 'reject, then a digit', menu('reject')],
        ['s', 'skip', go('next')], ['h', 'hand over', menu('hand')], ['o', 'open where it was asked', open('.source.first')],
        ['l', 'open the page it links to', open('.main-target')], ['u', 'undo', click('undo')],
        ['d', 'what was changed', fold('#diff')], ['p', 'another page, then its digit', menu('pick')],
        ['y', 'use the first earlier answer', click('reuse')], ['g', 'file a page that is missing', menu('gap')],
        ['z', 'park, then 1, 7 or m', menu('park')], ['c', 'note', menu('note')], ['v', 'show the group', fold('#group')],
        ['m', 'merge or split', fold('details[data-menu="merge"]')], ['b', 'decide on what is ticked', focus('#bulk button')],
        ['/', 'search', focus('#find')], ['f', 'filter', focus('#filter')], ['?', 'this list', help],
    ];
    let remap = {};
    try { remap = JSON.parse(html.dataset.remap || '{}'); } catch { /* as shipped */ }
    const now = (key) => remap[key] || key;

    function help() {
        const d = document.createElement('dialog');
        const h = document.createElement('h2');
        const ul = document.createElement('ul');
        const close = document.createElement('button');
        h.textContent = 'Keys';
        ul.className = 'keys';
        const more = [['Space', 'tick a card of the list'], ['Ctrl Enter', 'save and approve'], ['Ctrl S', 'save']];
        for (const [k, what] of [...KEYS.map(([k, what]) => [now(k), what]), ...more]) {
            const li = document.createElement('li');
            const kbd = document.createElement('kbd');
            kbd.textContent = k;
            li.append(kbd, what);
            ul.append(li);
        }
        close.textContent = 'Close';
        close.addEventListener('click', () => d.close());
        d.addEventListener('close', () => d.remove());
        d.setAttribute('aria-label', 'Keys');
        d.append(h, ul, close);
        document.body.append(d);
        d.showModal();
    }

    function inField(e) {
        const t = e.target;
        return t.isContentEditable || /^(TEXTAREA|SELECT)$/.test(t.tagName) ||
            (t.tagName === 'INPUT' && !/^(checkbox|radio|button|submit)$/.test(t.type));
    }

    document.addEventListener('keydown', (e) => {
        const box = $('#text');
        if (e.isComposing) return;
        if (box && (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && document.activeElement === box) {
            const name = e.key === 'Enter' ? 'save-approve' : e.key.toLowerCase() === 's' ? 'save' : '';
            if (name && press($(`[data-key="${name}"]`))) e.preventDefault();
            return;
        }
        if (e.key === 'Escape') {
            const sheet = $('.menu details[open]');
            if (sheet) { sheet.open = false; $('summary', sheet).focus(); e.preventDefault(); return; }
            if (box && e.target === box && $('#leave')) { e.preventDefault(); visit($('#leave').href); }
            return;
        }
        if (e.ctrlKey || e.metaKey || e.altKey || html.dataset.keys === 'false' || $('dialog[open]')) return;
        if (inField(e)) return;
        const sheet = $('.menu details[open]');
        const digit = sheet && $(`[data-digit="${CSS.escape(e.key)}"]`, sheet);
        if (digit) {
            const why = $('input[name="reason"]', sheet);
            e.preventDefault();
            if (digit.value === 'other' && why && !why.value.trim()) { why.required = true; why.focus(); say('A note, please'); }
            else press(digit);
            return;
        }
        if (e.key === ' ' && e.target.classList?.contains('question')) {
            const tick = $('input[type="checkbox"]', e.target.closest('.row'));
            if (tick) { e.preventDefault(); tick.click(); }
            return;
        }
        const row = KEYS.find(([k]) => now(k) === e.key);
        if (!row || e.repeat) return;
        e.preventDefault();
        if (sheet && !row[2].opens) return; // half a command is no other one
        row[2]();
    });

    // ---- what is clicked, sent, typed ----
    document.addEventListener('submit', (e) => {
        const form = e.target;
        if (form.method !== 'post' || !form.closest('.desk')) return;
        e.preventDefault();
        act(form, e.submitter);
    });

    document.addEventListener('click', (e) => {
        const a = e.target.closest?.('a');
        const copy = e.target.closest?.('[data-copy]');
        if (copy) {
            const from = document.getElementById(copy.dataset.copy);
            from.select();
            (navigator.clipboard ? navigator.clipboard.writeText(from.value) : Promise.reject())
                .then(() => note('Copied.'), () => { note(document.execCommand('copy') ? 'Copied.' : 'Select it and copy.'); });
            return;
        }
        for (const d of $$('.menu details[open]')) if (!d.contains(e.target)) d.open = false;
        if (!a || e.button !== 0 || e.ctrlKey || e.metaKey || e.shiftKey || a.target || a.origin !== location.origin) return;
        if (!a.closest('.ways, .list, .editor') || !/^\/g\/\d+/.test(a.pathname)) return;
        e.preventDefault();
        visit(a.href);
    });

    document.addEventListener('input', (e) => { if (e.target.id === 'text') typed(); });
    document.addEventListener('change', (e) => {
        const out = $('#picked');
        if (out && e.target.name === 'card') out.textContent = `${$$('input[name="card"]:checked').length} ticked:`;
    });
    // A link within the page is no other page.
    window.addEventListener('popstate', () => { if (location.pathname + location.search !== shown) visit(location.href, false); });
    window.addEventListener('beforeunload', (e) => { if (dirty && $('#text') && $('#text').value !== saved) { save(); e.preventDefault(); } });
    document.addEventListener('visibilitychange', () => { if (!document.hidden && signedOut) token().catch(() => {}); });

    function begin() {
        shown = location.pathname + location.search;
        const box = $('#text');
        clearTimeout(saveTimer);
        clearTimeout(lintTimer);
        dirty = false;
        saved = box ? box.value : '';
        for (const k of $$('kbd')) if (remap[k.textContent]) k.textContent = remap[k.textContent];
        centre();
        if (box) { offer(box); lint(); } else prefetch();
    }

    begin();
    if ($('#text')) $('#text').focus(); else if ($('.desk')) $('h1').focus({ preventScroll: true });
})();
