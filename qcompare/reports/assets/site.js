"use strict";
// Scripts with packed data hand it over here; a page loads them when it needs them.
const qcData = {};
const qcUnpack = async (text) => {
  // seven bits a character; from U+0080 on those that a string may not hold
  const bytes = new Uint8Array(text.length * 7 >> 3);
  for (let place = 0, at = 0, held = 0, bits = 0; place < text.length; place++) {
    const code = text.charCodeAt(place);
    held = held << 7 | (code < 128 ? code : "\0\n\r\"\\".charCodeAt(code - 128)); bits += 7;
    if (bits >= 8) { bits -= 8; bytes[at++] = held >> bits; held &= (1 << bits) - 1; }
  }
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
};
window.qcPacked = (name, text) => { qcData[name] = qcUnpack(text); };
(() => {
  const body = document.body, root = body.dataset.root, lang = body.dataset.lang;
  const all = (selector, from) => [...(from || document).querySelectorAll(selector)];
  const load = (name) => (load[name] ||= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}assets/${name}.js`; script.onload = () => resolve(qcData[name]); script.onerror = reject;
    document.head.append(script);
  }));
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const save = (blob, kind) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob); link.download = `${location.pathname.split("/").pop().replace(/html$/, "")}${kind}`;
    link.click();
  };

  // what a reader has typed and chosen goes along to the page in the other language
  const forms = all("form#compare, form#filter, form#search");
  const asked = new URLSearchParams(location.search);
  for (const form of forms) for (const field of form.elements) {
    if (!field.name || !asked.has(field.name)) continue;
    if (field.type === "checkbox") field.checked = asked.getAll(field.name).includes(field.value);
    else if (field.type !== "select-one" || all("option", field).some((one) => one.value === asked.get(field.name))) field.value = asked.get(field.name);
  }
  document.querySelector("a.lang")?.addEventListener("click", ({ currentTarget: link }) => {
    const kept = new URLSearchParams(forms.flatMap((form) => [...new FormData(form)].filter(([, value]) => value)));
    link.href = link.href.replace(/[?#].*$/, "") + (kept.size ? `?${kept}` : "") + location.hash;
  });

  // what lies below the first screen comes when the first screen stands, one piece at a time
  const idle = window.requestIdleCallback || setTimeout;
  const more = () => idle(() => {
    const next = document.querySelector(".later"), image = next?.querySelector("img");
    next?.classList.remove("later");
    if (!next) return;
    if (image) image.loading = "eager";
    // a picture that has come already tells nobody again that it came
    if (image && !image.complete) image.onload = image.onerror = more; else more();
  });
  window.addEventListener("load", more);
  // print everything: folds open for paper, and close again
  window.addEventListener("beforeprint", () => all("details.fold:not(.code):not([open])").forEach((one) => { one.open = true; one.dataset.print = ""; }));
  window.addEventListener("afterprint", () => all("details[data-print]").forEach((one) => { one.open = false; delete one.dataset.print; }));
  // a place inside of a fold opens it
  const reveal = (one) => { for (let fold = one?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true; };

  // tables: a heading sorts, numbers as numbers; rows that the page does not hold are loaded; a word and a plan filter
  const key = (cell) => { const text = cell.textContent.trim(), number = Number(text.replace(/[,%\s]/g, "").replace("−", "-")); return text !== "" && !Number.isNaN(number) ? number : text; };
  const compare = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
  const rest = async (table) => {
    if (!table.dataset.rest) return;
    const name = table.dataset.rest;
    delete table.dataset.rest;
    const rows = JSON.parse(await load(name)), part = document.createDocumentFragment();
    for (const row of rows) {
      const line = document.createElement("tr");
      row.forEach((item) => {
        const cell = document.createElement("td"), [text, to] = Array.isArray(item) ? item : [item];
        if (to) { const link = document.createElement("a"); link.href = root + to; link.textContent = text; cell.append(link); } else cell.textContent = text;
        line.append(cell);
      });
      part.append(line);
    }
    table.tBodies[0].append(part);
    document.getElementById("cut")?.remove();
  };
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button"; button.textContent = head.textContent; head.replaceChildren(button);
      button.addEventListener("click", async () => {
        await rest(table);
        const down = head.getAttribute("aria-sort") === "ascending", rows = all("tbody tr", table);
        all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        rows.sort((a, b) => compare(key(a.cells[column]), key(b.cells[column])) * (down ? -1 : 1));
        table.tBodies[0].append(...rows);
      });
    });
    if (table.dataset.rest) window.addEventListener("load", () => idle(() => rest(table)));
  }
  const filter = document.getElementById("filter"), rows = document.getElementById("rows");
  if (filter) {
    const sift = async () => {
      await rest(rows);
      const word = plain(filter.elements.word.value), plan = filter.elements.which?.value || "", lines = all("tbody tr", rows);
      let n = 0;
      for (const line of lines) {
        const kept = (!word || plain(line.textContent).includes(word)) && (!plan || all("td", line).some((cell) => cell.textContent === plan));
        line.hidden = !kept; n += kept;
      }
      const found = document.getElementById("found");
      found.textContent = `${found.dataset.word} ${n} / ${lines.length}`;
    };
    filter.addEventListener("input", sift);
    if (filter.elements.word.value || filter.elements.which?.value) sift();
    filter.addEventListener("submit", (event) => event.preventDefault());
  }

  // the comparison: plans, indicators, a word; one sentence open at a time
  const cells = document.getElementById("cells");
  if (cells) {
    const form = document.getElementById("compare"), found = document.getElementById("found"), open = new Set();
    let words = {};
    const apply = () => {
      const plans = all("input[name=plan]", form), kept = new Set(plans.filter((box) => box.checked).map((box) => box.value));
      if (plans.length) for (const cell of all("[data-plan]", cells)) cell.hidden = !kept.has(cell.dataset.plan);
      const which = form.elements.which.value, word = plain(form.elements.word.value).trim(), alike = word ? Object.keys(words).filter((zh) => words[zh].includes(word)) : [];
      let n = 0;
      all("tbody", cells).forEach((group, at) => {
        let any = false;
        for (const row of all("tr.row", group)) {
          const asked = which === "all" || word ? true : which === "national" ? row.classList.contains("national") : !row.classList.contains("alone") || open.has(at);
          const text = row.dataset.words;
          row.hidden = !(asked && (!word || plain(text).includes(word) || alike.some((zh) => text.includes(zh))));
          any ||= !row.hidden; n += !row.hidden;
        }
        const more = group.querySelector("tr.more");
        if (more) more.hidden = which !== "shared" || !!word || open.has(at);
        group.querySelector("tr.dom").hidden = !any && (!more || more.hidden);
      });
      found.textContent = n + (word ? found.dataset.all : found.dataset.word) + (word && !n ? ` · ${found.dataset.none}` : "");
    };
    all("tbody", cells).forEach((group, at) => group.querySelector("tr.more button")?.addEventListener("click", () => { open.add(at); apply(); }));
    const changed = async () => {
      if (form.elements.word.value && !load.search) { try { words = JSON.parse(await load("search")).words; } catch { /* Chinese words still match */ } }
      apply();
    };
    form.addEventListener("input", changed);
    form.addEventListener("submit", (event) => event.preventDefault());
    cells.addEventListener("toggle", (event) => {
      if (!event.target.open) return;
      all("details[open]", cells).forEach((other) => { if (other !== event.target) other.open = false; });
      const pop = event.target.querySelector(".pop");
      pop.classList.remove("up");
      const room = pop.getBoundingClientRect(), cell = event.target.getBoundingClientRect();
      pop.classList.toggle("left", room.left < 8);
      pop.classList.toggle("up", room.bottom > innerHeight && cell.top > room.height); // near the lower edge it opens upwards
    }, true);
    // what is shown as a file: the ticked plans, the rows that the words and the choice of indicators leave
    const asCsv = (lines) => lines.map((line) => line.map((text) => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text).join(",")).join("\n") + "\n";
    const said = (cell) => all(".v, .y", cell).map((one) => one.textContent.trim().replace(/\s+/g, " ")).filter(Boolean).join(" ");
    document.getElementById("shown")?.addEventListener("click", ({ target }) => {
      const heads = all("thead th:not([hidden])", cells).slice(1).map((one) => one.firstChild.textContent), lines = [[...target.dataset.head.split(","), ...heads]];
      for (const group of cells.tBodies) {
        const domain = group.querySelector("tr.dom th").firstChild.textContent;
        for (const row of all("tr.row:not([hidden])", group)) lines.push([domain, row.cells[0].firstChild.textContent, ...all("td:not([hidden])", row).map(said)]);
      }
      save(new Blob(["\ufeff", asCsv(lines)], { type: "text/csv" }), "csv");
    });
    document.addEventListener("click", (event) => { if (!event.target.closest("td details")) all("details[open]", cells).forEach((one) => { one.open = false; }); });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") all("details[open]", cells).forEach((one) => { one.open = false; }); });
    changed();
  }

  // a plan: filters, and the place that a link names
  const data = document.getElementById("targets");
  if (data) {
    const [names, ...rows] = JSON.parse(data.textContent), targets = rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
    const form = document.getElementById("filters"), count = document.getElementById("count");
    const cards = all(".target"), marks = all("mark[data-t]"), list = document.querySelector(".list-of-targets");
    const fits = (target, wanted) => Object.entries(wanted).every(([name, value]) => !value || (name === "lacks" ? target.lacks.includes(value) : String(target[name]) === value));
    const apply = (wanted) => {
      const kept = new Set(), types = new Set(new FormData(form).getAll("type"));
      targets.forEach((target, n) => { if (types.has(target.type) && fits(target, wanted)) kept.add(n); });
      cards.forEach((card) => { card.hidden = !kept.has(Number(card.dataset.n)); });
      marks.forEach((mark) => mark.classList.toggle("dim", !mark.dataset.t.split(" ").some((n) => kept.has(Number(n)))));
      count.textContent = `${count.dataset.word} ${kept.size} / ${targets.length}`;
      return kept;
    };
    const chosen = () => { const found = Object.fromEntries(new FormData(form)); delete found.type; return found; };
    const clear = () => { all("mark.on").forEach((one) => one.classList.remove("on")); all(".hit").forEach((one) => one.classList.remove("hit")); all(".chosen").forEach((one) => one.classList.remove("chosen")); all(".from").forEach((one) => one.classList.remove("from")); };
    const goTo = (start) => {
      clear();
      const anchor = document.getElementById(`t${start}`);
      if (!anchor) return;
      reveal(anchor);
      let piece = anchor.nextElementSibling;
      while (piece && piece.tagName === "A") piece = piece.nextElementSibling;
      const sentence = piece && (piece.dataset.s ?? piece.querySelector("[data-s]")?.dataset.s);
      if (sentence !== undefined) all(`[data-s="${sentence}"]`).forEach((one) => one.classList.add("hit"));
      const found = cards.filter((card) => targets[Number(card.dataset.n)].start === start);
      found.forEach((card) => { card.hidden = false; card.classList.add("chosen"); });
      const numbers = found.map((card) => card.dataset.n);
      // the line above that the year comes from
      for (const n of numbers) if (targets[n].said !== null) all(`[data-s="${targets[n].said}"]`).forEach((one) => one.classList.add("from"));
      marks.forEach((mark) => mark.classList.toggle("on", mark.dataset.t.split(" ").some((n) => numbers.includes(n))));
      drawn.then(() => {
        const top = (one) => one.getBoundingClientRect().top;
        const bring = (frames) => { // a card has its own height only once it is drawn, so the way is measured again
          list.scrollTop += top(found[0]) - top(list);
          if (frames) requestAnimationFrame(() => bring(frames - 1));
        };
        if (found.length) bring(8);
        anchor.scrollIntoView({ block: "center" });
        const from = document.querySelector(".from"), room = 100; // below what stands at the top of the window
        if (from && top(from) < room && top(anchor) - top(from) < innerHeight - 2 * room) scrollBy(0, top(from) - room);
      });
    };
    const goToSentence = (number) => { // which need not hold a target
      clear();
      const pieces = all(`[data-s="${number}"]`);
      if (!pieces.length) return;
      reveal(pieces[0]);
      pieces.forEach((one) => one.classList.add("hit"));
      drawn.then(() => pieces[0].scrollIntoView({ block: "center" }));
    };
    const follow = () => {
      const fragment = decodeURIComponent(location.hash.slice(1));
      if (/^t\d+$/.test(fragment)) { apply(chosen()); goTo(Number(fragment.slice(1))); return; }
      if (/^s\d+$/.test(fragment)) { apply(chosen()); goToSentence(Number(fragment.slice(1))); return; }
      const wanted = fragment.includes("=") ? Object.fromEntries(new URLSearchParams(fragment)) : {};
      for (const [name, value] of Object.entries(wanted)) {
        if (name === "type") all("input[name=type]", form).forEach((box) => { box.checked = box.value === value; });
        else if (form.elements[name]) form.elements[name].value = value;
      }
      const kept = apply({ ...chosen(), ...wanted });
      clear();
      if (Object.keys(wanted).length && kept.size) { const first = targets[Math.min(...kept)]; drawn.then(() => document.getElementById(`t${first.start}`)?.scrollIntoView({ block: "center" })); }
    };
    form.addEventListener("change", () => apply(chosen()));
    form.addEventListener("reset", () => setTimeout(() => { history.replaceState(null, "", location.pathname + location.search); clear(); apply(chosen()); }));
    document.querySelector(".next").addEventListener("click", (event) => {
      event.preventDefault();
      const starts = [...new Set(cards.filter((card) => !card.hidden).map((card) => targets[Number(card.dataset.n)].start))], now = Number(location.hash.slice(2));
      const to = /^#t\d+$/.test(location.hash) ? starts.find((start) => start > now) ?? starts[0] : starts[0];
      if (to !== undefined) location.hash = `t${to}`;
    });
    marks.forEach((mark) => mark.addEventListener("click", () => { location.hash = `t${targets[Number(mark.dataset.t.split(" ")[0])].start}`; }));
    window.addEventListener("hashchange", follow);
    follow();
  } else if (location.hash) reveal(document.getElementById(decodeURIComponent(location.hash.slice(1))));

  // search: every word must occur, the name of a plan beside other words keeps that plan; an English word is looked for in
  // the names of indicators and through its Chinese equivalents, one in traditional characters in simplified ones too
  const box = document.getElementById("q"), MOST = 300;
  if (box) load("search").then((text) => {
    const { names, rows: known, words, traditional } = JSON.parse(text), hits = document.getElementById("hits"), list = document.getElementById("results");
    const pages = JSON.parse(document.getElementById("pages").textContent), per = document.getElementById("per"), further = document.getElementById("further");
    const simple = new Map(), characters = [...traditional];
    for (let at = 0; at < characters.length; at += 2) simple.set(characters[at], characters[at + 1]);
    const simplified = (word) => [...word].map((one) => simple.get(one) || one).join("");
    known.forEach((row) => row.push(plain(`${row[2]} ${row[3] || ""}`), row[4].toLowerCase()));
    pages.forEach((page) => page.push(plain(page.join(" "))));
    const named = (word) => Object.keys(names).filter((plan) => Object.values(names[plan]).some((name) => { const short = plain(name); return short === word || (word.length > 3 && short.startsWith(word)); }));
    const mark = (into, shown, wanted) => {
      const there = wanted.filter((word) => word && shown.includes(word)).sort((a, b) => b.length - a.length);
      const found = there.filter((word) => word.length > 1 || there[0].length === 1); // a character of a longer word is none by itself
      if (!found.length) { into.append(shown); return; }
      const parts = shown.split(new RegExp(`(${found.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`));
      parts.forEach((part, at) => { if (at % 2) { const one = document.createElement("mark"); one.textContent = part; into.append(one); } else into.append(part); });
    };
    const line = (to, name) => { const item = document.createElement("li"), link = document.createElement("a"); link.href = root + to; link.textContent = name; item.append(link); return item; };
    let only = "", most = MOST;
    const run = () => {
      const asked = plain(box.value).split(/[\s,，、]+/).filter(Boolean);
      const ways = asked.map((word) => [...new Set([word, simplified(word)]), ...(/^[a-z-]{3,}$/.test(word) ? Object.keys(words).filter((zh) => words[zh].toLowerCase().split(/[^a-z-]+/).some((one) => one.startsWith(word))) : [])]);
      const places = ways.map((way) => way.slice(0, 2).flatMap(named)), alone = places.every((plans) => plans.length);
      const found = asked.length ? known.filter((row) => ways.every((way, n) => (!alone && places[n].includes(row[0])) || way.some((word, at) => row[5].includes(word) || (at === 0 && row[6].includes(word))))) : [];
      const headed = asked.length ? pages.filter((page) => ways.every((way) => way.some((word) => page[3].includes(word)))) : [];
      const counts = new Map();
      found.forEach(([plan]) => counts.set(plan, (counts.get(plan) || 0) + 1));
      if (!counts.has(only)) only = "";
      const shown = only ? found.filter(([plan]) => plan === only) : found;
      hits.textContent = !asked.length ? "" : found.length + headed.length ? `${found.length} ${hits.dataset.word}${shown.length > most ? ` (${hits.dataset.more.replace("{n}", most)})` : ""}` : hits.dataset.none;
      // of many results each plan's are one step away
      per.replaceChildren(...(counts.size > 1 ? ["", ...counts.keys()] : []).map((plan) => {
        const button = document.createElement("button");
        button.type = "button"; button.textContent = plan ? `${names[plan][lang]} ${counts.get(plan)}` : `${per.dataset.all} ${found.length}`;
        button.setAttribute("aria-pressed", String(plan === only));
        button.addEventListener("click", () => { only = plan; most = MOST; run(); });
        return button;
      }));
      further.hidden = shown.length <= most;
      const heads = only ? [] : headed.slice(0, 12).map(([name, to, kind]) => { const item = line(to, name), said = document.createElement("span"); said.className = "g"; said.textContent = kind; item.append(said); return item; });
      list.replaceChildren(...heads, ...shown.slice(0, most).map(([plan, number, sentence, , gloss]) => {
        const item = line(`plans/${encodeURIComponent(plan)}.${lang}.html#s${number}`, names[plan][lang]), quote = document.createElement("span");
        quote.lang = "zh";
        mark(quote, sentence, ways.flat());
        item.append("　", quote);
        if (gloss && lang === "en") { const said = document.createElement("span"); said.className = "g"; said.textContent = gloss; item.append(said); }
        return item;
      }));
    };
    box.value = new URLSearchParams(location.search).get("q") || box.value;
    box.addEventListener("input", () => { only = ""; most = MOST; run(); });
    further.addEventListener("click", () => { most += MOST; run(); });
    document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); run(); });
    run();
  });

  // pictures: drawn already; the interactive form is loaded when it is asked for
  const lead = (rows) => rows.forEach((row) => { if (row.link) { const [plan, place] = row.link.split("#"); row.link = `${root}plans/${plan}.${lang}.html#${place}`; } });
  const whole = async (name) => {
    const spec = JSON.parse(await load(`specs/${name}`));
    for (const [key, { names, rows }] of Object.entries(spec.datasets || {})) {
      spec.datasets[key] = rows.map((row) => Object.fromEntries(names.map((field, place) => [field, row[place]])));
    }
    return spec;
  };
  // a page sets title and note of a figure itself
  const bare = ({ title, ...spec }) => spec.usermeta?.note !== undefined && spec.vconcat?.length > 1 ? { ...spec, vconcat: spec.vconcat.slice(0, -1) } : spec;
  const renderer = async () => {
    const bundle = await load("vega");
    if (!window.qcEmbed) await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = URL.createObjectURL(new Blob([bundle], { type: "text/javascript" })); script.onload = resolve; script.onerror = reject;
      document.head.append(script);
    });
  };
  const PPI = 300, RESOLUTION = [0, 0, 0, 9, 112, 72, 89, 115, 0, 0, 46, 35, 0, 0, 46, 35, 1, 120, 165, 63, 118]; // the chunk that says 300 pixels an inch, after the 33 bytes of the head
  for (const button of all("button.png")) button.addEventListener("click", async () => {
    button.disabled = true;
    const spec = await whole(document.querySelector(".picture").dataset.spec), words = JSON.stringify(spec);
    await Promise.all([renderer(), ...[400, 700].map((weight) => document.fonts.load(`${weight} 14px "Noto Sans SC"`, words))]);
    const { view } = await window.qcEmbed(document.createElement("div"), spec, { actions: false, renderer: "canvas", ast: true });
    const canvas = await view.toCanvas(PPI / 96), drawn = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    save(new Blob([drawn.slice(0, 33), Uint8Array.from(RESOLUTION), drawn.slice(33)], { type: "image/png" }), "png");
    button.disabled = false;
  });
  for (const button of all("button.vega")) button.addEventListener("click", async () => {
    const spec = await whole(document.querySelector(".picture").dataset.spec);
    save(new Blob([JSON.stringify(spec)], { type: "application/json" }), "vl.json");
  });
  for (const button of all("button.interactive")) button.addEventListener("click", async () => {
    const holder = button.closest(".picture"), place = document.createElement("div");
    button.disabled = true;
    const [spec] = await Promise.all([whole(holder.dataset.spec).then(bare), renderer()]);
    Object.values(spec.datasets || {}).forEach(lead);
    await window.qcEmbed(place, spec, { actions: false, renderer: "svg", ast: true, loader: { target: "_self" } });
    holder.querySelector(":scope > svg, :scope > img")?.replaceWith(place);
    // letters that say nothing themselves let the pointer through to the cell below them, which leads where they do
    const drawn = all(".role-mark path", place).map((one) => one.__data__).filter((one) => one?.tooltip), leads = new Set(drawn.map((one) => one.href));
    for (const text of all(".mark-text text", place)) if (!text.__data__?.tooltip && (!text.__data__?.href || leads.has(text.__data__.href))) text.style.pointerEvents = "none";
    button.parentElement.remove();
  });
})();
