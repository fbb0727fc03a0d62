"use strict";
const RULES = JSON.parse(document.getElementById("regler").textContent);
const WORDS = JSON.parse(document.getElementById("ord").textContent);
const ANSWERS = ["ja", "nej", "ukendt"];
const FACTS = new Map(RULES.facts.map((fact) => [fact.name, fact]));
const TABLES = new Map(RULES.tables.map((table) => [table.name, table]));
const DUTIES = RULES.duties;
const IN_FORCE = "fra_15_januar_2025";
const ofKind = (...kinds) => RULES.tables.filter((table) => kinds.includes(table.kind));

class Refused extends Error {}

function follow(facts) {
  const said = new Map([...Object.entries(facts), [IN_FORCE, "ja"]]);
  const implied = [];
  for (;;) {
    const found = RULES.implications.filter(
      (link) => said.get(link.when.fact) === link.when.answer && said.get(link.then.fact) !== link.then.answer
    );
    if (!found.length) break;
    for (const link of found) {
      const before = said.get(link.then.fact) ?? "ukendt";
      if (before !== "ukendt" && before !== link.then.answer) throw new Refused(link.then.fact);
      if (before === "ukendt") {
        said.set(link.then.fact, link.then.answer);
        implied.push(link);
      }
    }
  }
  for (const pair of RULES.contradictions)
    if ([pair.one, pair.other].every((one) => said.get(one.fact) === one.answer))
      throw new Refused(pair.one.fact);
  return { said, implied };
}

function unsaid(fact, said) {
  if (!said.has(fact.beside)) return fact.unmentioned;
  const other = said.get(fact.beside);
  if (fact.how === "uvist ved" || other === "ukendt") return "ukendt";
  return fact.how === "som" ? other : other === "ja" ? "nej" : "ja";
}

function rowOf(table, answers) {
  const found = table.rows.filter((row) =>
    Object.entries(row.cells).every(([name, cell]) => cell.includes(answers.get(name)))
  );
  if (found.length !== 1) throw new Error(table.name);
  return found[0];
}

function looked(facts) {
  const { said, implied } = follow(facts);
  const answers = new Map(RULES.facts.map((fact) => [fact.name, said.get(fact.name) ?? unsaid(fact, said)]));
  const rows = new Map();
  for (const table of ofKind("spørgsmål", "undtagelse")) {
    rows.set(table.name, rowOf(table, answers));
    answers.set(table.name, rows.get(table.name).result);
  }
  const [overall] = ofKind("samlet");
  const row = rowOf(overall, answers);
  rows.set(overall.name, row);
  answers.set("undtagelse_gaelder", row.exception ? "ja" : "nej");
  const known = new Map([...answers, [overall.name, row.result], ["undtagelse", row.exception]]);
  for (const table of ofKind("handling", "pligt"))
    if (!table.when.length || table.when.some(([left, right]) => known.get(left) === right))
      rows.set(table.name, rowOf(table, answers));
  return { rows, row, implied };
}

function decide(facts) {
  const { rows, row, implied } = looked(facts);
  const [overall] = ofKind("samlet");
  const [action] = ofKind("handling");
  const final = rows.get(action.name) ?? row;
  const trace = leading(rows, overall);
  if (rows.has(action.name)) trace.push(action.name);
  const asking = [...trace, ...ofKind("pligt").map((table) => table.name).filter((name) => rows.has(name))];
  const wanted = new Set(asking.flatMap((name) => rows.get(name).duties));
  return {
    result: final.result,
    exception: row.exception,
    clarify: final.result === "forsoeg-og-afklar"
      ? RULES.points.filter((point) => point.exceptions.some((name) => rows.get(name).result !== "nej"))
      : [],
    duties: DUTIES.filter((duty) => wanted.has(duty.name)),
    trace: trace.map((name) => ({ table: TABLES.get(name), row: rows.get(name) })),
    implied,
  };
}

function leading(rows, overall) {
  const seen = [];
  const visit = (name) => {
    const row = rows.get(name);
    for (const input of TABLES.get(name).inputs)
      if (input in row.cells && TABLES.has(input) && !seen.includes(input)) visit(input);
    if (!seen.includes(name)) seen.push(name);
  };
  visit(overall.name);
  return ["gyldighed", ...seen];
}

const ofOutcome = (row) => `${row.result} ${row.exception}`;
const ofDuties = (row) => [...row.duties].sort().join(" ");

class Open {
  constructor(said) {
    this.found = new Map([...said].map(([name, answer]) => [name, [answer]]));
  }

  possible(name) {
    if (!this.found.has(name)) this.found.set(name, FACTS.has(name) ? ANSWERS : this.ofTable(name));
    return this.found.get(name);
  }

  ofTable(name) {
    const found = new Set(this.rows(TABLES.get(name)).map((row) => row.result));
    return ANSWERS.filter((answer) => found.has(answer));
  }

  rows(table) {
    return table.rows.filter((row) => Object.entries(row.cells).every(
      ([name, cell]) => cell.some((answer) => this.possible(name).includes(answer))
    ));
  }

  condition(left, right, known) {
    if (known.has(left)) return known.get(left) === right;
    const possible = this.possible(left);
    return possible.includes(right) && (possible.length > 1 ? null : true);
  }

  bringsDuties(table) {
    return this.rows(table).some((row) => row.duties.length);
  }

  asked(name, why) {
    return FACTS.has(name) ? { fact: name, why } : this.question(TABLES.get(name), ofOutcome, why);
  }

  question(table, leads, why = []) {
    const rows = this.rows(table);
    for (const name of table.inputs) {
      if (this.possible(name).length < 2 || !this.matters(name, rows, table, leads)) continue;
      const found = this.asked(name, [...why, table.question]);
      if (found) return found;
    }
    return null;
  }

  matters(name, rows, table, leads) {
    const others = table.inputs.filter((other) => other !== name);
    const meet = (one, two) => others.every((other) => this.possible(other).some(
      (answer) => (one.cells[other] ?? ANSWERS).includes(answer) && (two.cells[other] ?? ANSWERS).includes(answer)
    ));
    return rows.some((one, place) => rows.slice(place + 1).some((two) => leads(one) !== leads(two) && meet(one, two)));
  }
}

function nextQuestion(facts) {
  const open = new Open(follow(facts).said);
  const found = open.question(ofKind("samlet")[0], ofOutcome);
  if (found || !["undlad", "stop"].includes(decide(facts).result)) return found;
  return open.question(ofKind("handling")[0], ofOutcome);
}

function dutyQuestions(facts) {
  const [overall] = ofKind("samlet");
  const { row } = looked(facts);
  const known = new Map([[overall.name, row.result], ["undtagelse", row.exception]]);
  const open = new Open([...follow(facts).said, ["undtagelse_gaelder", row.exception ? "ja" : "nej"]]);
  const first = [open.question(overall, ofOutcome) ? null : open.question(overall, ofDuties)];
  const later = [];
  for (const table of ofKind("pligt")) {
    const holds = table.when.map(([left, right]) => open.condition(left, right, known));
    if (!holds.length || holds.includes(true)) first.push(open.question(table, ofDuties));
    else if (holds.includes(null) && open.bringsDuties(table) && row.result !== "uden-for")
      later.push(open.asked(table.when[holds.indexOf(null)][0], [table.question]));
  }
  const found = new Map([...first, ...later].filter(Boolean).map((question) => [question.fact, question]));
  return [...found.values()];
}

function changes(facts) {
  const now = decide(facts);
  const found = [];
  for (const fact of RULES.facts)
    for (const answer of ANSWERS) {
      if (fact.name === IN_FORCE || facts[fact.name] === answer) continue;
      try {
        const then = decide({ ...facts, [fact.name]: answer });
        if (then.result !== now.result || then.exception !== now.exception) found.push({ fact, answer, then });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
      }
    }
  return found;
}

function cited(outcome) {
  return new Set([
    ...outcome.trace.flatMap(({ row }) => row.clauses),
    ...outcome.duties.flatMap((duty) => duty.clauses),
    ...outcome.implied.flatMap((link) => link.clauses),
  ]);
}

window.vejledning = { decide, nextQuestion, dutyQuestions, changes, Refused };

let facts = {};
let chosen = "";
const unfolded = new Set();
const at = (id) => document.getElementById(id);
const result = new Map(RULES.results.map((one) => [one.name, one.meaning]));
const shownResult = (outcome) =>
  result.get(outcome.result) + (outcome.exception ? ` (${WORDS.exception} ${outcome.exception})` : "");
const saying = (name, given) => `${FACTS.get(name).question} ${WORDS.answers[given]}`;

function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  made.append(...children);
  return made;
}

function button(text, action) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", action);
  return made;
}

function clauses(names) {
  return names.flatMap((name, place) => {
    const link = element("a", name);
    link.href = `#afsnit-${name}`;
    return place ? [", ", link] : [link];
  });
}

function item(text, names, before = "") {
  return element("li", "", `${text} (${before}`, ...clauses(names), ")");
}

function list(title, items) {
  return items.length ? [element("h3", title), element("ul", "", ...items)] : [];
}

function folded(title, ...children) {
  const made = element("details", "", element("summary", title), ...children);
  made.open = unfolded.has(title);
  made.addEventListener("toggle", () => (made.open ? unfolded.add(title) : unfolded.delete(title)));
  return made;
}

function answer(name, given) {
  const before = { ...facts };
  if (given === "") delete facts[name];
  else facts[name] = given;
  chosen = "";
  try {
    decide(facts);
    show();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    facts = before;
    show();
    at("afvist").textContent = WORDS.refused;
  }
}

function choose(name) {
  chosen = name;
  show();
  lookAtQuestion();
}

function lookAtQuestion() {
  const heading = at("spoergsmaal").querySelector("h3");
  heading.focus();
  heading.scrollIntoView({ block: "nearest" });
}

function card(next) {
  const question = chosen ? { fact: chosen, why: [] } : next ?? dutyQuestions(facts)[0];
  if (!question) {
    const heading = element("h3", WORDS["no-more"]);
    heading.tabIndex = -1;
    return [heading];
  }
  const { question: asked, hint } = FACTS.get(question.fact);
  const heading = element("h3", asked);
  heading.tabIndex = -1;
  const answers = ANSWERS.map((given) => button(WORDS.answers[given], () => {
    answer(question.fact, given);
    lookAtQuestion();
  }));
  const made = [heading];
  if (hint) made.push(element("p", hint));
  made.push(element("p", "", ...answers));
  if (!chosen && !next) made.unshift(element("p", WORDS["more-settled"]));
  if (chosen) made.push(element("p", "", button(WORDS.back, () => choose(""))));
  else {
    const why = question.why.filter((one) => one !== asked);
    if (why.length) made.push(element("p", `${WORDS.why}: ${why.join(" → ")}`));
  }
  return made;
}

function duties(outcome) {
  const times = [...new Set(outcome.duties.map((duty) => duty.when))];
  return times.flatMap((when) => [
    element("h4", when.charAt(0).toUpperCase() + when.slice(1)),
    element("ul", "", ...outcome.duties.filter((duty) => duty.when === when).map(
      (duty) => item(`${duty.who} (${duty.strength}): ${duty.what}`, duty.clauses))),
  ]);
}

function because(outcome) {
  const found = cited(outcome);
  return [
    ...list(WORDS.trace, outcome.trace.map(({ table, row }) => item(
      `${table.question} ${result.get(row.result) ?? WORDS.answers[row.result]}`, row.clauses,
      `${table.name}:${row.number}; `))),
    ...list(WORDS.implied, outcome.implied.map(({ then, when, clauses: names }) =>
      item(`${saying(then.fact, then.answer)}, ${WORDS.from}: ${saying(when.fact, when.answer)}`, names))),
    ...list(WORDS.changes, changes(facts).map(
      ({ fact, answer: said, then }) => element("li", `${saying(fact.name, said)}: ${shownResult(then)}`))),
    element("h3", WORDS.paragraphs),
    element("p", WORDS.codes),
    paragraphs(RULES.clauses.filter((clause) => found.has(clause.name))),
  ];
}

function paragraphs(found, mark = () => {}) {
  return element("dl", "", ...found.flatMap((clause) => {
    const name = element("dt", `${clause.name} (${clause.place})`);
    mark(name, clause);
    return [name, element("dd", clause.subject)];
  }));
}

function show() {
  at("afvist").textContent = "";
  const next = nextQuestion(facts);
  at("spoergsmaal").replaceChildren(...card(next));
  const outcome = decide(facts);
  at("resultat").textContent = shownResult(outcome);
  at("foreloebig").textContent = next ? WORDS.provisional : WORDS.settled;
  const readings = outcome.trace.filter(({ row }) => row.reading).map(
    ({ row }) => element("li", `${row.reading}. ${WORDS.otherwise}: ${row.alternative}`));
  at("mere").replaceChildren(
    ...list(WORDS.clarify, outcome.clarify.map((point) => element("li", `${point.name}) ${point.what}`))),
    ...(outcome.duties.length ? [element("h3", WORDS.duties), ...duties(outcome)] : []),
    ...list(WORDS.readings, readings),
    folded(WORDS.details, ...because(outcome)),
  );
  at("svar").replaceChildren(...Object.entries(facts).map(([name, said]) => element(
    "li", `${saying(name, said)}. `, button(WORDS.remove, () => answer(name, "")))));
}

function search() {
  const wanted = at("soeg").value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = RULES.facts.filter((fact) => fact.name !== IN_FORCE &&
    wanted.every((word) => fact.question.toLowerCase().includes(word)));
  at("fund").replaceChildren(...found.map(
    (fact) => element("li", "", button(fact.question, () => choose(fact.name)))));
  at("intet").textContent = found.length ? "" : WORDS["none-found"];
}

at("forfra").hidden = false;
at("forfra").addEventListener("click", () => {
  facts = {};
  choose("");
});
at("soeg").addEventListener("input", search);
at("afsnit").append(paragraphs(RULES.clauses, (name, clause) => { name.id = `afsnit-${clause.name}`; }));
addEventListener("click", (event) => {
  if (event.target.closest?.('a[href^="#afsnit-"]')) at("afsnit").open = true;
});
search();
show();
