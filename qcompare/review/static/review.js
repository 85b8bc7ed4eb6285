// The reviewing view. All text goes in as text nodes, never as markup. Offsets are code points, as in the records.

const WORDS = {
  zh: {
    accept: "接受", reject: "不是目标", edit: "保存修改", add: "补充", withdraw: "撤回", reason: "理由", next: "下一条", prev: "上一条",
    done: "已看", of: "共", by: "由", open: "待看", missed: "新目标：在左边选中原文，再按 n", unselected: "请先在左边选中目标的原文",
    saved: { accept: "已接受", reject: "不是目标", edit: "已保存修改", add: "已补充", withdraw: "已撤回" },
    states: { accept: "已接受", reject: "不是目标", edit: "已修改", add: "人工补充" }, stale: "未采用的更正",
    keys: "j/k 下一条/上一条 · a 接受 · r 不是目标 · e 修改 · Enter 保存 · / 理由 · n 补充选中的原文 · u 撤回 · Esc 离开输入框",
  },
  en: {
    accept: "accept", reject: "not a target", edit: "save changes", add: "add", withdraw: "undo", reason: "reason", next: "next", prev: "previous",
    done: "seen", of: "of", by: "by", open: "to see", missed: "new target: select its words on the left, then press n",
    unselected: "first select the words of the target on the left",
    saved: { accept: "accepted", reject: "not a target", edit: "changes saved", add: "added", withdraw: "undone" },
    states: { accept: "accepted", reject: "not a target", edit: "edited", add: "added by hand" }, stale: "corrections not applied",
    keys: "j/k next/previous · a accept · r not a target · e edit · Enter save · / reason · n add the selected words · u undo · Esc leave a box",
  },
};

const length = (text) => { let n = 0; for (const _ of text) n += 1; return n; };

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function render({ model, el }) {
  const words = WORDS[model.get("lang")] ?? WORDS.zh;
  let at = null; // number of the target in view
  let draft = null; // a target being added
  const text = element("div", { class: "text", role: "document", lang: "zh" });
  const side = element("div", { class: "side" });
  const bar = element("div", { class: "bar" });
  const message = element("div", { class: "message", role: "status", "aria-live": "polite" });
  // the attribute keeps JupyterLab from taking single keys for its own commands
  const root = element("div", { class: "qc-review", tabindex: "0", "data-lm-suppress-shortcuts": "true" }, bar, text, side);
  root.addEventListener("keydown", onKey);
  el.append(root);
  const asked = judging(model, root);
  let mode = "targets";

  function turn(to) {
    mode = to;
    drawBar();
    root.replaceChildren(bar, ...(mode === "targets" ? [text, side] : asked.parts));
    if (mode === "targets") draw(); else asked.open(mode);
    root.focus({ preventScroll: true });
  }

  const targets = () => model.get("targets");
  const order = () => model.get("order");
  const say = (words, problem = false) => { message.textContent = words; message.className = problem ? "message problem" : "message"; };

  function drawBar() {
    const plans = element("select", { class: "plan", "aria-label": "plan", onchange: (event) => { at = null; model.send({ do: "show", plan: event.target.value }); } },
      ...model.get("names").map((name) => element("option", { value: name, selected: name === model.get("plan") }, name)));
    const seen = targets().filter((target) => target.reviewed).length;
    const tabs = model.get("judge") ? ["targets", "matches", "indicators"].map((name) => element("button",
      { type: "button", class: `tab ${name}`, "aria-pressed": String(name === mode), onclick: () => turn(name) }, asked.words[name])) : [];
    const progress = mode === "targets" ? `${words.done} ${seen} / ${targets().length}` : `${asked.words.left} ${asked.left()}`;
    bar.replaceChildren(...tabs, ...(mode === "targets" ? [plans] : []), element("span", { class: "progress" }, progress),
      element("span", { class: "gap" }), element("span", {}, model.get("coder")), element("kbd", {}, mode === "targets" ? words.keys : asked.words.keys));
  }

  function drawText() {
    // one run of text between any two places where a quote or level starts or ends
    const characters = Array.from(model.get("text"));
    const cuts = new Set([0, characters.length]);
    for (const target of targets()) {
      for (const place of [target.start, target.end, target.level_start, target.level_end]) if (place != null) cuts.add(place);
    }
    const places = [...cuts].filter((place) => place <= characters.length).sort((a, b) => a - b);
    const byStart = [...targets()].sort((a, b) => a.start - b.start);
    const open = [];
    let next = 0;
    const runs = [];
    for (let i = 0; i + 1 < places.length; i += 1) {
      const [start, end] = [places[i], places[i + 1]];
      while (next < byStart.length && byStart[next].start <= start) open.push(byStart[next++]);
      for (let k = open.length - 1; k >= 0; k -= 1) if (open[k].end <= start) open.splice(k, 1);
      const words = characters.slice(start, end).join("");
      if (!open.length) { runs.push(element("span", { "data-start": start }, words)); continue; }
      const top = open.find((target) => target.n === at) ?? open[open.length - 1];
      const level = top.level_start != null && top.level_start <= start && end <= top.level_end;
      const look = ["reviewed" in top && top.reviewed ? top.reviewed : "", top.n === at ? "here" : "", level ? "level" : ""].join(" ").trim();
      runs.push(element("mark", { class: look, "data-start": start, onclick: () => { if (getSelection().isCollapsed) go(top.n); } }, words));
    }
    const kept = text.scrollTop;
    text.replaceChildren(...runs);
    text.scrollTop = kept;
    text.querySelector("mark.here")?.scrollIntoView({ block: "nearest" });
  }

  function drawSide() {
    const target = draft ?? targets().find((one) => one.n === at);
    if (!target) { side.replaceChildren(element("p", {}, words.missed), message); return; }
    const state = draft ? words.states.add : target.reviewed ? `${words.states[target.reviewed]} · ${words.by} ${target.coder}` : words.open;
    const form = element("form", { onsubmit: (event) => event.preventDefault() },
      ...model.get("fields").flatMap((field) => box(field, target)),
      element("label", { for: "qc-reason" }, words.reason),
      element("input", { id: "qc-reason", name: "reason", value: target.reason ?? "", autocomplete: "off" }));
    const buttons = (draft ? ["add"] : ["accept", "reject", "edit", "withdraw"]).map((action) =>
      element("button", { type: "button", class: action, onclick: () => send(action) }, words[action]));
    const stale = model.get("stale");
    side.replaceChildren(
      element("h4", {}, target.quote), element("p", { class: "status" }, [state, ...(target.doubts ?? [])].join(" · ")),
      element("div", { class: "actions" }, ...buttons), message, form,
      stale.length ? element("details", {}, element("summary", {}, `${words.stale}: ${stale.length}`), ...stale.map((line) => element("p", {}, line))) : null);
  }

  function box(field, target) {
    const id = `qc-${field.name}`;
    const value = target[field.name] ?? "";
    const common = { id, name: field.name, title: field.help, onchange: mark, oninput: mark };
    const control = field.values.length
      ? element("select", common, ...(field.null ? [""] : []).concat(field.values).map((one) => element("option", { value: one, selected: one === value }, one)))
      : element("input", { ...common, value: String(value), autocomplete: "off", inputmode: field.number ? "decimal" : null });
    control.dataset.was = String(value);
    return [element("label", { for: id }, field.label), control];
  }

  function mark(event) { event.target.classList.toggle("changed", event.target.value !== event.target.dataset.was); }

  function changes() {
    const found = {};
    for (const field of model.get("fields")) {
      const control = side.querySelector(`[name="${field.name}"]`);
      if (control && (draft || control.value !== control.dataset.was)) found[field.name] = control.value === "" ? null : control.value;
    }
    return found;
  }

  function send(action) {
    const reason = side.querySelector("#qc-reason")?.value ?? "";
    if (action === "add") model.send({ do: "add", target: { ...draft, ...changes() }, changed: changes(), reason });
    else if (at !== null) model.send({ do: action, n: at, changed: action === "edit" ? changes() : {}, reason });
  }

  function go(n, focus = true) {
    draft = null; at = n; say("");
    drawText(); drawSide();
    side.scrollTop = 0;
    if (focus) root.focus({ preventScroll: true });
  }

  function step(by) {
    const list = order();
    if (!list.length) return;
    const here = list.indexOf(at);
    go(list[here < 0 ? 0 : (here + by + list.length) % list.length]);
  }

  function selected() {
    // where in the text the selection starts and ends, in code points
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const place = (node, offset) => {
      const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
      return run ? Number(run.dataset.start) + (node.nodeType === Node.TEXT_NODE ? length(node.data.slice(0, offset)) : 0) : null;
    };
    const [start, end] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
    return start === null || end === null || end <= start ? null : { start, end };
  }

  function startDraft() {
    const span = selected();
    if (!span) { say(words.unselected, true); return; }
    const quote = Array.from(model.get("text")).slice(span.start, span.end).join("");
    draft = { ...span, quote, level_text: (quote.match(/[0-9][0-9.,%万亿~～-]*[^0-9，。；]{0,4}$/) ?? [quote])[0], indicator: quote, type: "quantified",
      comparator: ">=", change: "level", year_source: "none", recurrence: "once", strength: "plain", domain: "other", part: "body" };
    say(""); drawSide();
    side.querySelector("[name=indicator]").focus();
  }

  function onKey(event) {
    event.stopPropagation();
    if (mode !== "targets") { asked.key(event); return; }
    const typing = event.target.matches("input, select");
    if (event.key === "Escape") { if (draft) { draft = null; drawSide(); } root.focus({ preventScroll: true }); event.preventDefault(); return; }
    if (event.key === "Enter" && event.target.matches("input")) { event.preventDefault(); send(draft ? "add" : "edit"); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), a: () => send("accept"),
      r: () => send("reject"), u: () => send("withdraw"), n: startDraft, e: () => side.querySelector("form input, form select")?.focus(),
      "/": () => side.querySelector("#qc-reason")?.focus() }[event.key];
    if (act && !(event.target.matches("button") && event.key === "Enter")) { event.preventDefault(); act(); }
  }

  function onMessage(content) {
    if (mode !== "targets") { asked.answered(content); return; }
    if (content.problem) { say(content.problem, true); return; }
    const was = order().indexOf(at);
    draft = null;
    if (content.done === "accept" || content.done === "reject") {
      const open = order().filter((n) => !targets()[n].reviewed);
      at = open.length ? open[0] : order()[Math.max(was, 0)];
    }
    draw(); root.focus({ preventScroll: true });
    side.scrollTop = 0;
    say(words.saved[content.done] ?? "");
  }

  function draw() {
    if (at === null || at >= targets().length) at = order().length ? order()[0] : null;
    drawBar(); drawText(); drawSide();
  }

  model.on("change:targets", draw);
  model.on("change:text", () => { at = null; draw(); });
  model.on("change:questions", drawBar);
  model.on("msg:custom", onMessage);
  draw();
  return () => { model.off("change:targets"); model.off("change:text"); model.off("change:questions"); model.off("msg:custom", onMessage); };
}

export default { render };
