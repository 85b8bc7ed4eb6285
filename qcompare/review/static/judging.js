// Judging matches with national goals, and indicators: a list of questions on the left, the one in view on the right.

const ASKED = {
  zh: {
    targets: "目标", matches: "国家目标对应", indicators: "归并指标", none: "没有待判定的问题", left: "待判定", judged: "已判定", suggested: "建议",
    grades: { E: "E 口径相同", N: "N 口径相近（范围、认定方不同）", F: "F 仅同领域" }, reject: "不对应", withdraw: "撤回", accept: "接受",
    same: "同于已知指标", new: "新的归并指标", own: "自成一项", silent: "规划里没有找到对应的指标。确认没有请按 r；有则在下面补充。",
    plan: "规划", indicator: "指标", goal: "国家目标", add: "补充", relation: "关系", reason: "理由", canonical: "归并指标编号", en: "英文名", kind: "种类",
    polarity: "方向", saved: "已保存", keys: "j/k 下一条/上一条 · 1 2 3 选 E N F · a 接受 · r 不对应 · u 撤回 · / 理由",
  },
  en: {
    targets: "targets", matches: "national goals", indicators: "indicators", none: "nothing to judge", left: "to judge", judged: "judged", suggested: "suggested",
    grades: { E: "E the same statistic", N: "N similar: scope or inspecting body differs", F: "F the same policy field only" }, reject: "no match", withdraw: "undo",
    accept: "accept", same: "same as a known one", new: "a new indicator", own: "one of its own",
    silent: "No indicator of this plan was found for the goal. Press r to confirm that there is none, or add one below.",
    plan: "plan", indicator: "indicator", goal: "national goal", add: "add", relation: "relation", reason: "reason", canonical: "id of the indicator",
    en: "English name", kind: "kind", polarity: "polarity", saved: "saved", keys: "j/k next/previous · 1 2 3 grade E N F · a accept · r no match · u undo · / reason",
  },
};
const RELATIONS = ["same", "narrower", "broader", "related"];

function judging(model, root) {
  const words = ASKED[model.get("lang")] ?? ASKED.zh;
  const list = element("ol", { class: "questions" });
  const card = element("div", { class: "side" });
  const note = element("div", { class: "message", role: "status", "aria-live": "polite" });
  let kind = "matches";
  let at = 0;
  let grade = "";

  const rows = () => model.get("questions")[kind] ?? [];
  const here = () => rows()[at];
  const value = (name) => card.querySelector(`[name="${name}"]`)?.value ?? "";

  function drawList() {
    list.replaceChildren(...rows().map((row, n) => element("li", { class: [row.judged ? "judged" : "", n === at ? "here" : ""].join(" ").trim() },
      element("button", { type: "button", "aria-current": n === at ? "true" : null, onclick: () => go(n) },
        element("span", { class: "plan" }, row.plan ?? row.plans), element("span", {}, row.indicator || "—"),
        element("span", { class: "to" }, kind === "matches" ? row.goal || row.national_goal : row.canonical_zh || row.canonical || "?"),
        element("span", { class: "grade" }, row.judged || (kind === "matches" ? `${row.grade || "–"}?` : "?"))))));
    list.querySelector("li.here")?.scrollIntoView({ block: "nearest" });
  }

  const side = (title, ...lines) => element("div", { class: "pair" }, element("h5", {}, title), ...lines.filter(Boolean).map((line) => element("p", { lang: "zh" }, line)));
  const field = (name, label, control) => [element("label", { for: `qc-j-${name}` }, label), control];
  const input = (name, text = "", more = {}) => element("input", { id: `qc-j-${name}`, name, value: text, autocomplete: "off", ...more });
  const select = (name, options, chosen) => element("select", { id: `qc-j-${name}`, name },
    ...options.map(([id, text]) => element("option", { value: id, selected: id === chosen }, text)));

  function drawCard() {
    const row = here();
    if (!row) { card.replaceChildren(element("p", {}, words.none), note); return; }
    grade = row.grade ?? "";
    card.replaceChildren(...(kind === "matches" ? matchCard(row) : indicatorCard(row)));
    card.scrollTop = 0;
  }

  function matchCard(row) {
    const picks = Object.entries(words.grades).map(([id, text]) => element("button",
      { type: "button", class: `pick ${id}`, "aria-pressed": String(id === grade), onclick: () => pick(id) }, text));
    const goals = (model.get("questions").goals ?? []).map((goal) => [goal.id, `${goal.id} ${goal.words}`]);
    return [
      row.indicator ? side(`${words.plan} · ${row.plan}`, row.indicator, row.quote) : element("p", {}, words.silent),
      side(`${words.goal} · ${row.national_goal}`, row.goal, row.goal_level),
      element("p", { class: "status" }, row.judged ? `${words.judged}: ${row.judged}` : row.score != null ? `${words.suggested}: ${row.grade} · ${row.score} · ${row.why}` : ""),
      element("div", { class: "actions picks" }, ...picks),
      element("div", { class: "actions" }, ...(row.indicator ? [button("accept", () => send(grade))] : []), button("reject", () => send("none")), button("withdraw", () => send("withdraw"))), note,
      element("form", { onsubmit: (event) => event.preventDefault() },
        ...field("relation", words.relation, select("relation", RELATIONS.map((one) => [one, one]), row.relation || "same")), ...field("reason", words.reason, input("reason"))),
      element("details", {}, element("summary", {}, words.add), element("form", { class: "add", onsubmit: (event) => { event.preventDefault(); add(); } },
        ...field("plan", words.plan, select("plan", model.get("names").map((name) => [name, name]), row.plan)),
        ...field("indicator", words.indicator, input("indicator", row.indicator)), ...field("goal", words.goal, select("goal", goals, row.national_goal)),
        ...field("grade", "E / N / F", select("grade", ["E", "N", "F"].map((one) => [one, one]), "E")), button("add", add))),
    ];
  }

  function indicatorCard(row) {
    return [
      side(`${words.indicator} · ${row.plans}`, row.indicator, row.quote),
      side(words.suggested, row.canonical_zh, row.canonical ? `${row.canonical} · ${row.score}` : ""),
      element("p", { class: "status" }, row.judged ? `${words.judged}: ${row.judged}` : ""),
      element("div", { class: "actions" }, ...["same", "new", "own", "withdraw"].map((verdict) => button(verdict, () => send(verdict)))), note,
      element("form", { onsubmit: (event) => event.preventDefault() },
        ...field("canonical", words.canonical, input("canonical", row.canonical)), ...field("en", words.en, input("en")),
        ...field("kind", words.kind, select("kind", ["share", "score", "count", "rate", "state"].map((one) => [one, one]), row.unit === "%" ? "share" : "count")),
        ...field("polarity", words.polarity, select("polarity", ["1", "-1", "0"].map((one) => [one, one]), "1")), ...field("reason", words.reason, input("reason"))),
    ];
  }

  const button = (name, onclick) => element("button", { type: "button", class: name, onclick }, words[name]);

  function pick(id) {
    grade = id;
    for (const one of card.querySelectorAll(".pick")) one.setAttribute("aria-pressed", String(one.classList.contains(id)));
    const relation = card.querySelector("[name=relation]");
    if (relation && here().grade !== id) relation.value = id === "E" ? "same" : "related";
  }

  function send(verdict) {
    const row = here();
    if (!row) return;
    if (kind === "matches" && !verdict) { say(words.silent, true); return; }
    const said = kind === "matches" ? { relation: value("relation"), grade: verdict.length === 1 ? verdict : row.grade }
      : { canonical: value("canonical"), en: value("en"), kind: value("kind"), polarity: Number(value("polarity")) };
    model.send({ do: "judge", kind, row: { ...row, ...said, reason: value("reason") }, verdict });
  }

  function add() {
    const row = { plan: value("plan"), indicator: value("indicator").trim(), national_goal: card.querySelector(".add [name=goal]").value, grade: value("grade") };
    model.send({ do: "judge", kind: "matches", row, verdict: row.grade });
  }

  const say = (text, problem = false) => { note.textContent = text; note.className = problem ? "message problem" : "message"; };
  function go(n) { at = Math.max(0, Math.min(n, rows().length - 1)); say(""); drawList(); drawCard(); root.focus({ preventScroll: true }); }
  function open(name) { kind = name; at = 0; if (!rows().length) model.send({ do: "questions" }); say(""); drawList(); drawCard(); }

  function key(event) {
    const typing = event.target.matches("input, select");
    if (event.key === "Escape") { root.focus({ preventScroll: true }); event.preventDefault(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const grades = kind === "matches" ? { 1: () => pick("E"), 2: () => pick("N"), 3: () => pick("F") } : {};
    const act = { j: () => go(at + 1), ArrowDown: () => go(at + 1), k: () => go(at - 1), ArrowUp: () => go(at - 1), "/": () => card.querySelector("[name=reason]")?.focus(),
      a: () => send(kind === "matches" ? (here()?.indicator ? grade : "") : "same"), r: () => send(kind === "matches" ? "none" : "own"), u: () => send("withdraw"), ...grades }[event.key];
    if (act) { event.preventDefault(); act(); }
  }

  function answered(content) {
    if (content.problem) { say(content.problem, true); return; }
    const next = rows().findIndex((row, n) => n > at && !row.judged);
    if (next > 0) go(next); else go(at);
    say(words.saved);
  }

  model.on("change:questions", () => { drawList(); drawCard(); });
  return { parts: [list, card], open, key, answered, words, left: () => rows().filter((row) => !row.judged).length };
}
