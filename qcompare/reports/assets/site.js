"use strict";
(() => {
  const body = document.body, root = body.dataset.root, lang = body.dataset.lang;
  const all = (selector, from) => [...(from || document).querySelectorAll(selector)];

  // what lies below the first screen comes when the first screen stands, one piece at a time
  const idle = window.requestIdleCallback || setTimeout;
  const more = () => idle(() => {
    const next = document.querySelector(".later"), image = next?.querySelector("img");
    next?.classList.remove("later");
    if (image) { image.onload = image.onerror = more; image.loading = "eager"; } else if (next) more();
  });
  window.addEventListener("load", more);

  // tables: a heading sorts, numbers as numbers
  const key = (cell) => { const text = cell.textContent.trim(), number = Number(text.replace(/[,%\s]/g, "").replace("−", "-")); return text !== "" && !Number.isNaN(number) ? number : text; };
  const compare = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
  for (const table of all("table.sortable")) all("thead th", table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button"; button.textContent = head.textContent; head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending", rows = all("tbody tr", table);
      all("th", table).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((a, b) => compare(key(a.cells[column]), key(b.cells[column])) * (down ? -1 : 1));
      table.tBodies[0].append(...rows);
    });
  });

  // a plan: filters, and the place that a link names
  const data = document.getElementById("targets");
  if (data) {
    const targets = JSON.parse(data.textContent), form = document.getElementById("filters"), count = document.getElementById("count");
    const cards = all(".target"), marks = all("mark[data-t]");
    const fits = (target, wanted) => Object.entries(wanted).every(([name, value]) => !value || (name === "lacks" ? target.lacks.includes(value) : String(target[name]) === value));
    const apply = (wanted) => {
      const kept = new Set();
      targets.forEach((target, n) => { if (fits(target, wanted)) kept.add(n); });
      cards.forEach((card) => { card.hidden = !kept.has(Number(card.dataset.n)); });
      marks.forEach((mark) => mark.classList.toggle("dim", !mark.dataset.t.split(" ").some((n) => kept.has(Number(n)))));
      count.textContent = `${count.dataset.word} ${kept.size} / ${targets.length}`;
      return kept;
    };
    const chosen = () => Object.fromEntries(new FormData(form));
    const clear = () => { all("mark.on").forEach((one) => one.classList.remove("on")); all(".hit").forEach((one) => one.classList.remove("hit")); all(".chosen").forEach((one) => one.classList.remove("chosen")); };
    const goTo = (start) => {
      clear();
      const anchor = document.getElementById(`t${start}`);
      if (!anchor) return;
      let piece = anchor.nextElementSibling;
      while (piece && piece.tagName === "A") piece = piece.nextElementSibling;
      const sentence = piece && (piece.dataset.s ?? piece.querySelector("[data-s]")?.dataset.s);
      if (sentence !== undefined) all(`[data-s="${sentence}"]`).forEach((one) => one.classList.add("hit"));
      const found = cards.filter((card) => targets[Number(card.dataset.n)].start === start);
      found.forEach((card) => card.classList.add("chosen"));
      const numbers = found.map((card) => card.dataset.n);
      marks.forEach((mark) => mark.classList.toggle("on", mark.dataset.t.split(" ").some((n) => numbers.includes(n))));
      drawn.then(() => {
        const list = found[0]?.closest(".list"), top = (one) => one.getBoundingClientRect().top;
        const bring = (frames) => { // a card has its own height only once it is drawn, so the way is measured again
          list.scrollTop += top(found[0]) - top(list);
          if (frames) requestAnimationFrame(() => bring(frames - 1));
        };
        if (list) bring(8);
        anchor.scrollIntoView({ block: "center" });
      });
    };
    const follow = () => {
      const fragment = decodeURIComponent(location.hash.slice(1));
      if (/^t\d+$/.test(fragment)) { apply(chosen()); goTo(Number(fragment.slice(1))); return; }
      const wanted = fragment.includes("=") ? Object.fromEntries(new URLSearchParams(fragment)) : {};
      for (const name of Object.keys(wanted)) if (form.elements[name]) form.elements[name].value = wanted[name];
      const kept = apply({ ...chosen(), ...wanted });
      clear();
      if (Object.keys(wanted).length && kept.size) { const first = targets[Math.min(...kept)]; drawn.then(() => document.getElementById(`t${first.start}`)?.scrollIntoView({ block: "center" })); }
    };
    form.addEventListener("change", () => apply(chosen()));
    form.addEventListener("reset", () => setTimeout(() => { history.replaceState(null, "", location.pathname + location.search); clear(); apply(chosen()); }));
    marks.forEach((mark) => mark.addEventListener("click", () => { location.hash = `t${targets[Number(mark.dataset.t.split(" ")[0])].start}`; }));
    window.addEventListener("hashchange", follow);
    follow();
  }

  // search: every word must occur; the index says the text in simplified script, for matching, and as published
  const box = document.getElementById("q");
  if (box) window.addEventListener("DOMContentLoaded", () => {
    const hits = document.getElementById("hits"), list = document.getElementById("results");
    const run = () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = words.length ? window.QC_SEARCH.rows.filter((row) => words.every((word) => row[2].toLowerCase().includes(word) || row[3].toLowerCase().includes(word))) : [];
      hits.textContent = words.length ? `${found.length} ${hits.dataset.word}${found.length > 300 ? ` (${hits.dataset.more})` : ""}` : "";
      list.replaceChildren(...found.slice(0, 300).map(([plan, start, , text]) => {
        const item = document.createElement("li"), link = document.createElement("a");
        link.href = `${root}plans/${encodeURIComponent(plan)}.${lang}.html#t${start}`;
        link.textContent = `${window.QC_SEARCH.names[plan][lang]}: ${text}`;
        item.append(link);
        return item;
      }));
    };
    box.value = new URLSearchParams(location.search).get("q") || "";
    box.addEventListener("input", run);
    document.getElementById("search").addEventListener("submit", (event) => { event.preventDefault(); run(); });
    run();
  });

  // pictures: drawn already; the interactive form is loaded when it is asked for
  const load = (name) => (load[name] ||= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}assets/${name}.js`; script.onload = resolve; script.onerror = reject;
    document.head.append(script);
  }));
  const lead = (rows) => rows.forEach((row) => { if (row.link) { const [plan, place] = row.link.split("#"); row.link = `${root}plans/${plan}.${lang}.html#${place}`; } });
  for (const button of all("button.interactive")) button.addEventListener("click", async () => {
    const holder = button.closest(".picture"), name = holder.dataset.spec, place = document.createElement("div");
    button.disabled = true;
    await Promise.all([load("vega"), load(`specs/${name}`)]);
    const spec = structuredClone(window.QC_SPECS[name]);
    for (const [key, { names, rows }] of Object.entries(spec.datasets)) {
      spec.datasets[key] = rows.map((row) => Object.fromEntries(names.map((field, place) => [field, row[place]])));
      lead(spec.datasets[key]);
    }
    await window.qcEmbed(place, spec, { actions: false, renderer: "svg", loader: { target: "_self" } });
    holder.querySelector(":scope > svg")?.replaceWith(place);
    button.remove();
  });
})();
