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

function decide(facts) {
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

function possibleAnswers(name, said) {
  if (FACTS.has(name)) return said.has(name) ? [said.get(name)] : ANSWERS;
  const found = new Set(possibleRows(TABLES.get(name), said).rows.map((row) => row.result));
  return ANSWERS.filter((answer) => found.has(answer));
}

function possibleRows(table, said) {
  const possible = new Map(table.inputs.map((name) => [name, possibleAnswers(name, said)]));
  const rows = table.rows.filter((row) =>
    Object.entries(row.cells).every(([name, cell]) => cell.some((answer) => possible.get(name).includes(answer)))
  );
  return { rows, possible };
}

function matters(name, rows, possible) {
  const meet = (one, other) => [...possible.keys()].every((column) => column === name || possible.get(column).some(
    (answer) => (one.cells[column] ?? ANSWERS).includes(answer) && (other.cells[column] ?? ANSWERS).includes(answer)
  ));
  return rows.some((one, place) => rows.slice(place + 1).some((other) =>
    (one.result !== other.result || one.exception !== other.exception) && meet(one, other)
  ));
}

function ask(table, said, why) {
  const { rows, possible } = possibleRows(table, said);
  for (const name of table.inputs) {
    if (possible.get(name).length < 2 || !matters(name, rows, possible)) continue;
    if (FACTS.has(name)) return { fact: name, why: [...why, table.question] };
    const found = ask(TABLES.get(name), said, [...why, table.question]);
    if (found) return found;
  }
  return null;
}

function nextQuestion(facts) {
  const { said } = follow(facts);
  const found = ask(ofKind("samlet")[0], said, []);
  if (found || !["undlad", "stop"].includes(decide(facts).result)) return found;
  return ask(ofKind("handling")[0], said, []);
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

window.vejledning = { decide, nextQuestion, changes, Refused };

let facts = {};
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

function answer(name, given) {
  const before = { ...facts };
  if (given === "") delete facts[name];
  else facts[name] = given;
  try {
    decide(facts);
    show();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    facts = before;
    show();
    document.getElementById("afvist").textContent = WORDS.refused;
  }
}

function list(title, items) {
  if (!items.length) return [];
  return [element("h3", title), element("ul", "", ...items.map((item) => element("li", item)))];
}

function show() {
  document.getElementById("afvist").textContent = "";
  const question = nextQuestion(facts);
  const asked = document.getElementById("spoergsmaal");
  asked.replaceChildren();
  if (question) {
    const buttons = ANSWERS.map((given) => button(WORDS.answers[given], () => {
      answer(question.fact, given);
      asked.querySelector("h3")?.focus();
    }));
    const heading = element("h3", FACTS.get(question.fact).question);
    heading.tabIndex = -1;
    asked.append(heading, element("p", `${WORDS.why}: ${question.why.join(" → ")}`), element("p", "", ...buttons));
  } else {
    const heading = element("h3", WORDS.settled);
    heading.tabIndex = -1;
    asked.append(heading);
  }
  const given = Object.entries(facts).map(([name, said]) => element(
    "li", `${saying(name, said)}. `, button(WORDS.remove, () => answer(name, ""))
  ));
  document.getElementById("svar").replaceChildren(...given);
  const outcome = decide(facts);
  document.getElementById("foelger").replaceChildren(
    element("p", WORDS.statement),
    ...(question ? [element("p", WORDS.provisional)] : []),
    element("p", "", element("strong", shownResult(outcome))),
    ...list(WORDS.clarify, outcome.clarify.map((point) => `${point.name}) ${point.what}`)),
    ...list(WORDS.duties, outcome.duties.map(
      (duty) => `${duty.when}: ${duty.who} ${duty.strength}: ${duty.what} (${duty.clauses.join(", ")})`)),
    ...list(WORDS.trace, outcome.trace.map(({ table, row }) =>
      `${table.question} ${result.get(row.result) ?? WORDS.answers[row.result]} (${table.name}:${row.number}; ${row.clauses.join(", ")})`)),
    ...list(WORDS.implied, outcome.implied.map(({ then, when, clauses }) =>
      `${saying(then.fact, then.answer)}, ${WORDS.from}: ${saying(when.fact, when.answer)} (${clauses.join(", ")})`)),
    ...list(WORDS.readings, outcome.trace.filter(({ row }) => row.reading).map(
      ({ row }) => `${row.reading}. ${WORDS.otherwise}: ${row.alternative}`)),
    ...list(WORDS.changes, changes(facts).map(
      ({ fact, answer: said, then }) => `${saying(fact.name, said)}: ${shownResult(then)}`)),
  );
}

document.getElementById("forfra").addEventListener("click", () => { facts = {}; show(); });
const choice = document.getElementById("vaelg");
for (const fact of RULES.facts) {
  if (fact.name === IN_FORCE) continue;
  const option = element("option", fact.question);
  option.value = fact.name;
  choice.append(option);
}
for (const given of ANSWERS)
  document.getElementById("sig").append(button(WORDS.answers[given], () => answer(choice.value, given)));
show();
