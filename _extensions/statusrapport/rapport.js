// What readers can do with the report beyond reading it: find a municipality, point at charts, sort tables.
// Everything here is an addition. The page is whole without it, and all words and numbers stand in the page.
(() => {
  "use strict";

  const block = document.getElementById("rapportdata");
  if (!block) return;
  const data = JSON.parse(block.textContent);
  const words = data.texts;
  const MISSING = "–";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const isShown = (element) => element.getClientRects().length > 0;

  function make(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in element) element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  const spoken = make("p", { className: "skjult", role: "status" });
  document.body.append(spoken);

  if (data.sheets) {
    document
      .querySelector(".tag-med")
      ?.append(" ", make("a", { href: "kommuner/index.html" }, words.sheets));
  }

  // ---------------------------------------------------------------- Sorting

  const collator = new Intl.Collator("da", { numeric: true });
  const NUMBER = String.raw`[+−-]?\d[\d.,]*`;
  const NUMERIC = new RegExp(`^(${NUMBER})(?:\\s*%)?(?:\\s*–\\s*${NUMBER}(?:\\s*%)?)?$`);

  const cellText = (row, column) => row.cells[column].textContent.replace(/\*/g, "").trim();

  /** The number that a cell starts with, null where there is none. */
  function numberIn(text) {
    const found = NUMERIC.exec(text);
    if (!found) return null;
    const plain = found[1].replaceAll(data.group, "").replace(data.decimal, ".").replace("−", "-");
    return Number(plain);
  }

  /**
   * Tables side by side are one table in two parts and sort as one. Municipalities are compared across their
   * groups: while a column is sorted, the rows that head a group are out of the way. The total stays last.
   */
  function makeSortable(tables) {
    const bodies = tables.map((table) => table.tBodies[0]);
    const original = bodies.map((body) => [...body.rows]);
    const movable = original.map((rows) => rows.filter((row) => !row.matches(".group, .total")));
    const rows = movable.flat();
    if (rows.length < 4) return;
    const grouped = original.flat().some((row) => row.matches(".group"));
    const heads = tables.map((table) => [...table.tHead.rows[0].cells]);
    const columns = heads[0].map((head, column) => {
      if (head.matches(".strimmel, .gnist") || !head.textContent.trim()) return null;
      const texts = rows.map((row) => cellText(row, column));
      const known = texts.filter((text) => text && text !== MISSING);
      if (!known.length) return null;
      if (head.hasAttribute("data-orden")) return { name: head.textContent, kind: "order", keys: rows.map((_, i) => i) };
      if (known.every((text) => NUMERIC.test(text))) {
        return { name: head.textContent, kind: "number", keys: texts.map(numberIn) };
      }
      return { name: head.textContent, kind: "text", keys: texts.map((text) => (text === MISSING || !text ? null : text)) };
    });
    const place = new Map(rows.map((row, index) => [row, index]));

    const order = (column, direction) => {
      const { kind, keys } = columns[column];
      return [...rows].sort((one, other) => {
        const [a, b] = [keys[place.get(one)], keys[place.get(other)]];
        if (a === null || b === null) return (a === null) - (b === null) || place.get(one) - place.get(other);
        return direction * (kind === "text" ? collator.compare(a, b) : a - b) || place.get(one) - place.get(other);
      });
    };
    const isAsFound = (column, direction) => order(column, direction).every((row, index) => row === rows[index]);
    const first = grouped ? -1 : columns.findIndex((column, index) => column && isAsFound(index, 1));
    let state = { column: first, direction: 1 };

    function show() {
      heads.forEach((cells) =>
        cells.forEach((head, column) => {
          if (column !== state.column) head.removeAttribute("aria-sort");
          else head.setAttribute("aria-sort", state.direction > 0 ? "ascending" : "descending");
        }),
      );
    }

    function sort(column) {
      const start = columns[column].kind === "number" ? -1 : 1;
      const steps = column === first ? [1, -1] : [start, -start, 0];
      const now = state.column === column ? steps.indexOf(state.direction) : -1;
      const next = steps[(now + 1) % steps.length];
      const focused = document.activeElement;
      if (next === 0 || (column === first && next === 1)) {
        state = { column: first, direction: 1 };
        original.forEach((part, index) => bodies[index].replaceChildren(...part));
        spoken.textContent = words.unsorted;
      } else {
        state = { column, direction: next };
        const sorted = order(column, next);
        let taken = 0;
        original.forEach((part, index) => {
          const count = index === original.length - 1 ? rows.length - taken : Math.ceil(rows.length / original.length);
          const totals = part.filter((row) => row.matches(".total"));
          bodies[index].replaceChildren(...sorted.slice(taken, taken + count), ...totals);
          taken += count;
        });
        const numeric = columns[column].kind === "number";
        const how = next > 0 ? (numeric ? "sorted-low" : "sorted-first") : numeric ? "sorted-high" : "sorted-last";
        spoken.textContent = [filled(words[how], { column: columns[column].name }), grouped ? words.ungrouped : ""].join(" ");
      }
      focused?.focus({ preventScroll: true });
      show();
    }

    heads.forEach((cells) =>
      cells.forEach((head, column) => {
        if (!columns[column]) return;
        const button = make("button", { type: "button", className: "sorter" }, ...head.childNodes);
        button.addEventListener("click", () => sort(column));
        head.replaceChildren(button);
      }),
    );
    show();
  }

  // ---------------------------------------------------------------- Charts

  const tip = make("div", { className: "tip", hidden: true, "aria-hidden": "true" });
  document.body.append(tip);
  let pointed = null;

  /** Move the pointed-at look to some marks and show their numbers beside the first of them. */
  function point(chart, index) {
    if (pointed && pointed.chart === chart && pointed.index === index) return;
    release();
    const marks = chart.marksOf(index);
    if (!marks.length) return;
    marks.forEach((mark) => mark.classList.add("peget"));
    pointed = { chart, index, marks };
    const cells = [...chart.rows[index].cells].map((cell) => cell.textContent);
    tip.replaceChildren(make("strong", {}, cells[0]));
    cells.slice(1).forEach((cell, column) => {
      tip.append(make("span", {}, `${chart.heads[column + 1]} `, make("b", {}, cell)));
    });
    tip.hidden = false;
    tip.style.left = tip.style.top = "0";
    const box = marks[0].getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    const left = Math.min(Math.max(box.left + box.width / 2 - own.width / 2, 8), innerWidth - own.width - 8);
    const above = box.top - own.height - 10;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(above < 4 ? box.bottom + 10 : above) + scrollY}px`;
  }

  function release() {
    if (!pointed) return;
    pointed.marks.forEach((mark) => mark.classList.remove("peget"));
    pointed = null;
    tip.hidden = true;
  }

  /** A mark that the keyboard moves to comes so far into the window that its numbers have room too. */
  function follow(mark) {
    const box = mark?.getBoundingClientRect();
    if (!box) return;
    const room = Math.min(innerHeight / 3, 140);
    const past = Math.min(box.top - room, 0) + Math.max(box.bottom - innerHeight + room, 0);
    if (past) scrollBy({ top: past, behavior: "instant" });
  }

  const REACH = { mouse: 18, touch: 28 };

  function makeChart(diagram) {
    const drawings = all("svg", diagram);
    // A browser shows titles as tips of its own, beside those here; a description would be read after the same label.
    drawings.forEach((svg) => all(":scope > :is(title, desc)", svg).forEach((words) => words.remove()));
    const table = diagram.nextElementSibling?.querySelector("table");
    if (!table) return;
    drawings.forEach((svg) => all("[data-r] > title", svg).forEach((title) => title.remove()));
    const rows = [...table.tBodies[0].rows];
    const places = drawings.map((svg) => {
      const marks = new Map();
      all("[data-r]", svg).forEach((mark) => {
        const index = Number(mark.dataset.r);
        marks.set(index, [...(marks.get(index) ?? []), mark]);
      });
      return { svg, marks };
    });
    if (!places.some(({ marks }) => marks.size)) return;
    const shown = () => places.filter(({ svg }) => isShown(svg));
    const chart = {
      rows,
      heads: [...table.tHead.rows[0].cells].map((cell) => cell.textContent),
      marksOf: (index) => shown().flatMap(({ marks }) => marks.get(index) ?? []),
    };
    const indices = () => rows.map((_, index) => index).filter((index) => chart.marksOf(index).length);
    const isMap = Boolean(diagram.querySelector("svg > g .mark-rect [data-kommune]"));

    const nearest = (x, y, reach) => {
      let best = { distance: reach, centre: Infinity, index: null };
      for (const { marks } of shown()) {
        for (const [index, drawn] of marks) {
          for (const mark of drawn) {
            const box = mark.getBoundingClientRect();
            const distance = Math.hypot(
              Math.max(box.left - x, 0, x - box.right),
              Math.max(box.top - y, 0, y - box.bottom),
            );
            const centre = Math.hypot(x - (box.left + box.right) / 2, y - (box.top + box.bottom) / 2);
            if (distance < best.distance || (distance === best.distance && centre < best.centre)) {
              best = { distance, centre, index };
            }
          }
        }
      }
      return best.index;
    };

    const choose = (index) => {
      const code = rows[index].dataset.kommune;
      if (code) select(code, { scroll: false });
    };

    diagram.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      const index = nearest(event.clientX, event.clientY, REACH.mouse);
      diagram.classList.toggle("kan-vaelges", index !== null && Boolean(rows[index].dataset.kommune));
      if (index === null) release();
      else point(chart, index);
    });
    diagram.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") release();
    });
    diagram.addEventListener("click", (event) => {
      const index = nearest(event.clientX, event.clientY, REACH.touch);
      if (index === null) return release();
      point(chart, index);
      choose(index);
    });

    const say = (index) => {
      point(chart, index);
      const cells = [...rows[index].cells].map((cell) => cell.textContent);
      const numbers = cells.slice(1).map((cell, column) => `${chart.heads[column + 1]} ${cell}`);
      spoken.textContent = [cells[0], ...numbers].join(", ");
    };
    const middle = (index) => {
      const box = chart.marksOf(index)[0].getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    /** On a map an arrow leads to the nearest tile on that side, else to the next or the last row. */
    const neighbour = (from, key) => {
      const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const known = indices();
      if (key === "Home") return known[0];
      if (key === "End") return known.at(-1);
      const [dx, dy] = steps[key];
      if (!isMap) return known[Math.min(Math.max(known.indexOf(from) + dx + dy, 0), known.length - 1)];
      const [x, y] = middle(from);
      let best = [Infinity, from];
      for (const index of known) {
        const [otherX, otherY] = middle(index);
        const along = (otherX - x) * dx + (otherY - y) * dy;
        const across = Math.abs((otherX - x) * dy) + Math.abs((otherY - y) * dx);
        if (along > 2 && along >= across && along + 3 * across < best[0]) best = [along + 3 * across, index];
      }
      return best[1];
    };
    const start = () => {
      const known = indices();
      return known.find((index) => rows[index].dataset.kommune && rows[index].dataset.kommune === chosen) ?? known[0];
    };

    const title = (diagram.closest(".figur") ?? diagram.closest(".spalte"))?.querySelector(".figurtitel");
    const heading = title?.matches("section") ? title.firstElementChild : title;
    const named = heading?.textContent ?? drawings[0].getAttribute("aria-label");
    const help = rows.some((row) => row.dataset.kommune) ? ` ${words.choose}` : "";
    diagram.tabIndex = 0;
    diagram.setAttribute("role", "group");
    diagram.setAttribute("aria-label", filled(words.chart, { title: named }) + help);
    diagram.addEventListener("focus", () => {
      if (diagram.matches(":focus-visible")) say(start());
    });
    diagram.addEventListener("blur", release);
    diagram.addEventListener("keydown", (event) => {
      const at = pointed?.chart === chart ? pointed.index : start();
      if (/^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(event.key)) {
        const next = neighbour(at, event.key);
        follow(chart.marksOf(next)[0]);
        say(next);
      }
      else if (event.key === "Escape") release();
      else if (event.key === "Enter" || event.key === " ") choose(at);
      else return;
      event.preventDefault();
    });
  }

  addEventListener("scroll", () => pointed && !pointed.marks.some(isShown) && release(), { passive: true });
  addEventListener("resize", release);

  // ---------------------------------------------------------------- Find a municipality

  const municipalities = data.municipalities;
  const byCode = new Map(municipalities.map((area) => [area.code, area]));

  /** Letters only, as they are written without æ, ø and å. */
  const plain = (text) =>
    text
      .toLowerCase()
      .replaceAll("æ", "ae")
      .replaceAll("ø", "oe")
      .replaceAll("å", "aa")
      .normalize("NFD")
      .replace(/[^a-z0-9]/g, "");
  /** And as they are written by those who leave the dots and rings out. */
  const loose = (text) => plain(text).replace(/aa|ae/g, "a").replaceAll("oe", "o");
  const spelling = (area, name) => ({ area, plain: plain(name), loose: loose(name) });
  const spellings = municipalities.map((area) => spelling(area, area.name));
  const shortNames = municipalities.map((area) => spelling(area, area.short));
  const regions = Object.values(data.regions).map((region) => spelling(region, region.name.replace(/^Region /, "")));

  /** How many letters have to be changed to make one word of the other (Levenshtein 1966). */
  function editDistance(one, other) {
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] !== other[j - 1])));
      }
      row = next;
    }
    return row.at(-1);
  }

  /** The municipality a reader means, or those it may be. */
  function find(query) {
    const code = /^\s*0?(\d{3})\s*$/.exec(query);
    if (code && byCode.has(code[1])) return { area: byCode.get(code[1]), near: [] };
    const bare = query.replace(/\s*(regions)?kommune\s*$/i, "");
    const tries = [bare, bare.replace(/s\s*$/i, "")].filter((text) => plain(text));
    for (const matches of [
      (spelling, text) => spelling.plain === plain(text),
      (spelling, text) => spelling.loose === loose(text),
      (spelling, text) => spelling.plain.startsWith(plain(text)) || spelling.loose.startsWith(loose(text)),
    ]) {
      for (const text of tries) {
        const found = spellings.filter((spelling) => matches(spelling, text)).map(({ area }) => area);
        if (found.length === 1) return { area: found[0], near: [] };
        if (found.length) return { area: null, near: found, several: true };
      }
    }
    if (!tries.length) return { area: null, near: [] };
    const short = shortNames.filter((one) => tries.some((text) => one.plain === plain(text)));
    if (short.length === 1) return { area: short[0].area, near: [] };
    const named = tries.map((text) => plain(text.replace(/^\s*region\s+/i, "")));
    const region = regions.find((one) => named.includes(one.plain));
    if (region) return { area: null, near: [], region: region.area };
    const ranked = spellings
      .map((spelling) => ({ area: spelling.area, distance: editDistance(spelling.loose, loose(tries[0])) }))
      .sort((one, other) => one.distance - other.distance);
    const close = ranked[0].distance <= Math.max(2, loose(tries[0]).length / 2);
    return { area: null, near: close ? [ranked[0].area] : [] };
  }

  const finder = document.querySelector(".find");
  const form = finder.querySelector("form");
  const field = form.querySelector("input");
  const answer = finder.querySelector("#find-svar");
  const bar = make("aside", { className: "valgtlinje", hidden: true, "aria-label": words["bar-label"] });
  document.body.append(bar);
  let chosen = null;
  let card = null;
  let scrollNext = true;

  const linkTo = (area, properties = {}) => make("a", { href: `#kommune=${area.code}`, ...properties }, area.name);

  function reply(query, { near, several, region }) {
    if (region) {
      const told = { ...region, name: region.name.replace(/[†‡]$/, "") };
      const page = make("a", { href: `#${region.page}` }, filled(words["to-region"], told));
      answer.replaceChildren(make("p", {}, filled(words.region, told), " ", page));
      return;
    }
    field.setAttribute("aria-invalid", "true");
    const text = !query.trim() ? words.empty : filled(several ? words.several : words.none, { query: query.trim() });
    answer.replaceChildren(make("p", {}, text));
    if (!near.length) return;
    const list = make("ul", {}, ...near.slice(0, 12).map((area) => make("li", {}, linkTo(area))));
    answer.append(...(several ? [] : [make("p", {}, words.suggestion)]), list);
  }

  function strip(area) {
    const axis = make("div", { className: "akse", "aria-hidden": "true" });
    const shape = (name, left, width) => {
      const mark = make("i", { className: name });
      mark.style.left = `${left * 100}%`;
      if (width !== undefined) mark.style.width = `${width * 100}%`;
      axis.append(mark);
    };
    shape("land", data.country.at[0]);
    if (area.at.length) {
      const [value, lower, upper] = area.at;
      shape(`spand ${area.tone}`, lower, upper - lower);
      shape(`prik ${area.tone}`, value);
    }
    return axis;
  }

  function noteOf(area) {
    const parts = (area.note ?? []).flatMap(([text, lang]) => [" ", make("span", { lang }, text)]);
    return parts.length ? [make("p", { className: "note" }, ...parts.slice(1))] : [];
  }

  function comparison(area) {
    const line = (other, kind, link) =>
      make(
        "tr",
        { className: kind },
        make("th", { scope: "row" }, link ? linkTo(other) : other.name),
        make("td", {}, other.count),
        make("td", {}, other.rate),
        make("td", { className: "strimmel" }, strip(other)),
      );
    const heads = data.columns.map((text) => make("th", { scope: "col" }, text));
    const scale = make("span", { className: "dk" }, `${data.country.name} ${data.country.rate}`);
    scale.style.left = `${data.country.at[0] * 100}%`;
    heads.push(make("th", { scope: "col", className: "strimmel" }, make("div", { className: "skala" }, scale)));
    const rows = [
      line(area, "marked"),
      line(data.regions[area.region], "row"),
      line(data.country, "row"),
      ...area.neighbours.map(([code, name]) => line({ ...byCode.get(code), name }, "row nabo", true)),
    ];
    const caption = filled(words.caption, { name: area.name });
    return make(
      "div",
      { className: "tabelramme", tabIndex: 0, role: "region", "aria-label": caption },
      make(
        "table",
        { className: "striptabel" },
        make("caption", { className: "skjult" }, caption),
        make("thead", {}, make("tr", {}, ...heads)),
        make("tbody", {}, ...rows),
      ),
    );
  }

  const heading = document.title;
  const addressOf = (area) => `${location.href.split("#")[0]}#kommune=${area.code}`;
  const quoted = (area) => (location.protocol === "file:" ? area.quote : `${area.quote} ${addressOf(area)}`);

  /** Puts a text on the clipboard, also where a page from a file may not do so by itself. */
  async function copied(text, button, done = words.copied) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const holder = make("textarea", { className: "skjult", value: text });
      button.after(holder);
      holder.select();
      document.execCommand("copy");
      holder.remove();
      button.focus();
    }
    spoken.textContent = done;
    button.textContent = done;
  }

  function cardOf(area) {
    const figures = area.figures.map(([value, label, detail]) =>
      make(
        "div",
        {},
        make("dt", {}, label),
        make("dd", { className: "tal" }, value),
        make("dd", { className: "sammenligning" }, detail),
      ),
    );
    const clear = make("button", { type: "button", className: "ryd" }, words.clear);
    clear.addEventListener("click", () => select(null));
    const links = make("p", { className: "kortlinks" });
    if (data.sheets) {
      for (const kind of ["html", "pdf"]) {
        links.append(make("a", { href: `kommuner/${area.file}.${kind}` }, words[`sheet-${kind}`]), " ");
      }
    }
    const row = document.getElementById(`kommune-${area.code}`);
    if (row) links.append(make("a", { href: `#${row.id}` }, words.row), " ");
    const copy = make("button", { type: "button", className: "neutral" }, words.copy);
    copy.addEventListener("click", () => copied(quoted(area), copy));
    links.append(copy, " ");
    if (navigator.share) {
      const share = make("button", { type: "button", className: "neutral" }, words.share);
      share.addEventListener("click", () => navigator.share({ title: document.title, text: area.quote, url: addressOf(area) }).catch(() => {}));
      links.append(share, " ");
    }
    const paper = make("button", { type: "button", className: "neutral" }, words.print);
    paper.addEventListener("click", () => print());
    links.append(paper, " ", clear);
    return make(
      "section",
      { className: "kommunekort", id: "kommunekort", "aria-labelledby": "kortnavn" },
      make("h3", { id: "kortnavn" }, area.name),
      make("p", { className: "under" }, area.where),
      make("p", { className: "stor" }, area.sentence),
      make("dl", { className: "noegletal" }, ...figures),
      comparison(area),
      make("p", { className: "note aksenote" }, words.axis),
      ...noteOf(area),
      links,
    );
  }

  const SVG = "http://www.w3.org/2000/svg";

  /** A ring and a name at the municipality's point in every chart that has one; tiles get an outline. */
  function label(area) {
    all(".diagram .valgtmark").forEach((mark) => mark.remove());
    all(".diagram .overskrevet").forEach((text) => text.classList.remove("overskrevet"));
    if (!area) return;
    for (const mark of all(`.mark-symbol [data-kommune="${area.code}"]`)) {
      const place = /translate\(([-\d.]+),([-\d.]+)\)/.exec(mark.getAttribute("transform"));
      const width = Number(mark.closest("svg").getAttribute("viewBox").split(" ")[2]);
      const [x, y] = [Number(place[1]), Number(place[2])];
      const own = all("text", mark.closest("svg")).filter((text) => text.textContent === area.name);
      own.forEach((text) => text.classList.add("overskrevet"));
      const group = document.createElementNS(SVG, "g");
      group.setAttribute("class", "valgtmark");
      const ring = document.createElementNS(SVG, "circle");
      Object.entries({ cx: x, cy: y, r: 6 }).forEach(([key, value]) => ring.setAttribute(key, value));
      const text = document.createElementNS(SVG, "text");
      const right = x < width * 0.55;
      const attributes = { x: x + (right ? 10 : -10), y: y + 3, "text-anchor": right ? "start" : "end" };
      Object.entries(attributes).forEach(([key, value]) => text.setAttribute(key, value));
      text.textContent = area.name;
      group.append(ring, text);
      const layer = mark.closest(".mark-symbol");
      layer.parentNode.append(group);
    }
  }

  const seen = new IntersectionObserver((entries) => {
    bar.hidden = entries.at(-1).isIntersecting || !chosen;
    document.documentElement.classList.toggle("har-valgtlinje", !bar.hidden);
  });

  /** What is chosen from a chart far below the card keeps its place, though the card grows above it. */
  function show(area, scroll) {
    const after = finder.nextElementSibling;
    const top = after.getBoundingClientRect().top;
    fill(area);
    const moved = after.getBoundingClientRect().top - top;
    if (top < 0 && moved && !scroll) scrollBy({ top: moved, behavior: "instant" });
    if (pointed) {
      const { chart, index } = pointed;
      release();
      point(chart, index);
    }
    if (!card || !scroll) return;
    const box = card.getBoundingClientRect();
    if (box.top < 0 || box.top > innerHeight * 0.6) finder.scrollIntoView({ block: "start" });
  }

  function fill(area) {
    chosen = area?.code ?? null;
    all(".valgt").forEach((element) => element.classList.remove("valgt"));
    if (card) seen.unobserve(card);
    card?.remove();
    card = null;
    bar.hidden = true;
    answer.replaceChildren();
    field.removeAttribute("aria-invalid");
    label(area);
    document.title = area ? `${area.name} – ${heading}` : heading;
    if (!area) {
      field.value = "";
      return;
    }
    field.value = area.name;
    all(`[data-kommune="${area.code}"]`).forEach((element) => element.classList.add("valgt"));
    card = cardOf(area);
    answer.after(card);
    answer.append(make("p", { className: "skjult" }, `${filled(words.chosen, area)} ${area.sentence}`));
    const clear = make("button", { type: "button", className: "ryd" }, words.clear);
    clear.addEventListener("click", () => select(null));
    const showCard = make("button", { type: "button" }, words.show);
    showCard.addEventListener("click", () => {
      finder.scrollIntoView({ block: "start" });
      field.focus({ preventScroll: true });
    });
    bar.replaceChildren(
      make("p", {}, make("strong", {}, area.name), ` ${filled(words.bar, area)}`),
      showCard,
      clear,
    );
    seen.observe(card);
  }

  /** Where the reader is: the heading last passed on the way down. */
  function headingInView() {
    const passed = all("main :is(h1, h2, h3)").filter((one) => one.getBoundingClientRect().top < innerHeight / 2);
    return passed.at(-1) ?? field;
  }

  /** The address holds the choice, so that it can be linked to and the back button undoes it. */
  function select(code, { scroll = true } = {}) {
    const hash = code ? `#kommune=${code}` : "";
    scrollNext = scroll;
    if (location.hash === hash) read();
    else if (hash) location.hash = hash;
    else {
      const at = scrollY;
      const place = bar.contains(document.activeElement) ? headingInView() : field;
      location.hash = "";
      scrollTo({ top: at, behavior: "instant" });
      if (place !== field) place.tabIndex = -1;
      place.focus({ preventScroll: true });
    }
  }

  /** A link to another place in the report leaves the choice as it is. */
  function read() {
    const scroll = scrollNext;
    scrollNext = true;
    const asked = /^#kommune[=-](.+)$/.exec(decoded(location.hash));
    if (asked) {
      const found = find(asked[1]);
      if (found.area) show(found.area, scroll && location.hash.includes("="));
      else {
        show(null);
        reply(asked[1], found);
      }
    } else if (location.hash === "") show(null);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = find(field.value);
    if (found.area) {
      select(found.area.code);
      return;
    }
    const asked = field.value;
    if (chosen) {
      history.pushState(null, "", location.pathname + location.search);
      fill(null);
      field.value = asked;
    }
    reply(asked, found);
  });
  field.addEventListener("input", (event) => {
    const picked = municipalities.find((area) => area.name === field.value);
    const typed = event.inputType && event.inputType !== "insertReplacementText";
    if (picked && !typed) select(picked.code);
  });
  addEventListener("hashchange", read);

  for (const link of all('a[href="#find-din-kommune"]')) {
    link.addEventListener("click", () => setTimeout(() => field.focus({ preventScroll: true })));
  }

  // ---------------------------------------------------------------- Figures to take along

  const MARGIN = 16;
  const NARROWEST = 420;
  const DOTS = 3;
  const [INK, GREY] = ["#1D2329", "#4A545E"];
  // Viewers that know no typeface of a file's own take another, which may be wider.
  const FAMILIES = "Lato, Carlito, 'Liberation Sans', Arial, Helvetica, sans-serif";
  const WIDER = 1.1;

  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const attribute = (name, value) => `${name}="${escaped(value)}"`;
  const textOf = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

  /** The page's typeface as rules that stand in the page; none where a browser keeps its style sheets apart. */
  function typeface() {
    return [...document.styleSheets].flatMap((sheet) => {
      try {
        return [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule && /url\("?data:/.test(rule.cssText));
      } catch {
        return [];
      }
    }).map((rule) => rule.cssText).join("");
  }

  const measure = document.createElement("canvas").getContext("2d");

  /** A text in lines that are no wider than the figure. */
  function wrapped(text, size, width, bold) {
    measure.font = `${bold ? 700 : 400} ${size}px Lato`;
    const lines = [];
    for (const word of text.split(" ")) {
      const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
      if (lines.length && measure.measureText(longer).width * WIDER <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  /** The legend's shape as it stands in the page. */
  function keyOf(mark, left, base) {
    const colour = escaped(mark.style.backgroundColor);
    if (mark.className === "circle") return `<circle cx="${left + 5}" cy="${base - 4}" r="4.5" fill="${colour}"/>`;
    if (mark.className.startsWith("triangle")) {
      const [tip, foot] = mark.className === "triangle-down" ? [base + 1, base - 8] : [base - 8, base + 1];
      return `<path d="M${left},${foot}h10L${left + 5},${tip}z" fill="${colour}"/>`;
    }
    const edge = mark.className === "gap" ? ' stroke="#5b6670"' : "";
    return `<rect x="${left}" y="${base - 9}" width="10" height="10" fill="${colour}"${edge}/>`;
  }

  /** The whole figure as SVG: heading, legend, drawing, source and typeface, as `Chart.save` writes it. */
  function wholeFigure({ drawing, title, text, keys, source }) {
    const { width: drawn, height } = drawing.viewBox.baseVal;
    const width = Math.max(drawn, NARROWEST);
    const parts = [];
    let top = MARGIN;
    const write = (words, size, leading, colour, bold) => {
      for (const line of wrapped(words, size, width, bold)) {
        top += size * leading;
        parts.push(`<text x="${MARGIN}" y="${top}" font-size="${size}" fill="${colour}"${bold ? ' font-weight="bold"' : ""}>${escaped(line)}</text>`);
      }
    };
    write(title, 15, 1.25, INK, true);
    if (text) write(text, 10.5, 1.25, GREY);
    if (keys.length) {
      let [left, base] = [MARGIN, top + 18];
      measure.font = "400 10px Lato";
      for (const key of keys) {
        const words = textOf(key);
        const room = 29 + measure.measureText(words).width * WIDER;
        if (left > MARGIN && left + room > MARGIN + width) [left, base] = [MARGIN, base + 16];
        parts.push(keyOf(key.firstElementChild, left, base));
        parts.push(`<text x="${left + 15}" y="${base}" font-size="10" fill="${INK}">${escaped(words)}</text>`);
        left += room;
      }
      top = base;
    }
    top += 10;
    const own = drawing.cloneNode(true);
    all(".valgtmark, :scope > title, :scope > desc", own).forEach((mark) => mark.remove());
    for (const name of ["class", "role", "aria-label", "aria-description", "style"]) own.removeAttribute(name);
    all("[class]", own).forEach((mark) => mark.classList.remove("peget", "valgt", "overskrevet"));
    Object.entries({ x: MARGIN, y: top, width: drawn, height }).forEach(([name, value]) => own.setAttribute(name, value));
    parts.push(new XMLSerializer().serializeToString(own));
    top += height + 4;
    write(source, 8.5, 1.3, GREY);
    const [wide, high] = [width + 2 * MARGIN, top + MARGIN];
    return (
      `<svg xmlns="${SVG}" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}" role="img" lang="${document.documentElement.lang}" font-family="${FAMILIES}">` +
      `<title>${escaped(title)}</title><desc>${escaped(drawing.getAttribute("aria-label"))}</desc><style>${typeface()}</style>` +
      `<rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>`
    );
  }

  function save(name, file) {
    const address = URL.createObjectURL(file);
    const link = make("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  async function asPng(figure) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(figure)}`;
    await image.decode();
    const canvas = make("canvas", { width: image.width * DOTS, height: image.height * DOTS });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  }

  /** A row under a figure: the whole figure as a file, and lines of HTML that put it on a page. */
  function makeTaken(diagram) {
    const drawing = diagram.querySelector('svg.bred, svg[role="img"]');
    const box = diagram.closest(".figur") ?? diagram.closest("section");
    const heading = box?.querySelector(":is(h2, h3, h4, h5)");
    if (!drawing || !heading) return;
    const following = (name) => {
      let next = diagram.nextElementSibling;
      while (next && !next.matches(`.diagram, ${name}`)) next = next.nextElementSibling;
      return next?.matches(name) ? next : null;
    };
    const [numbers, source] = [following(".tallene"), following(".kilde")];
    const title = textOf(heading);
    const told = () => ({
      drawing,
      title,
      text: [data.figure.watermark, textOf(box.querySelector(".figurtekst"))].filter(Boolean).join(". "),
      keys: all(".signatur li", box),
      source: [textOf(box.querySelector(".note")), textOf(source), data.figure.credit]
        .filter(Boolean)
        .map((told) => told.replace(/\.?$/, "."))
        .join(" "),
    });
    const name = `${data.figure.stem}-${diagram.id.replace("figur-", "")}`;
    const named = (words) => make("button", { type: "button", "aria-label": `${words}: ${title}` }, words);
    const svg = named("SVG");
    svg.addEventListener("click", () => save(`${name}.svg`, new Blob([wholeFigure(told())], { type: "image/svg+xml" })));
    const png = named("PNG");
    png.addEventListener("click", async () => save(`${name}.png`, await asPng(wholeFigure(told()))));
    const panel = make("div", { className: "indsaet", id: `${diagram.id}-indsaet`, hidden: true });
    const embed = named(words.embed);
    Object.entries({ "aria-expanded": "false", "aria-controls": panel.id }).forEach(([name, value]) => embed.setAttribute(name, value));
    embed.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      embed.setAttribute("aria-expanded", String(!panel.hidden));
      if (panel.hidden || panel.firstChild) return;
      const credit = escaped(data.figure.credit);
      const here = location.protocol === "file:" ? "" : `${location.href.split("#")[0]}#${diagram.id}`;
      const code =
        `<figure lang="${document.documentElement.lang}">\n` +
        `  <img ${attribute("src", `${name}.svg`)} ${attribute("alt", drawing.getAttribute("aria-label"))} style="max-width:100%;height:auto">\n` +
        `  <figcaption>${here ? `<a ${attribute("href", here)}>${credit}</a>` : credit}</figcaption>\n</figure>`;
      const lines = make("textarea", { id: `${panel.id}-linjer`, readOnly: true, rows: 6, spellcheck: false, value: code });
      const copy = make("button", { type: "button" }, words["embed-copy"]);
      copy.addEventListener("click", () => copied(code, copy, words["embed-copied"]));
      panel.append(make("label", { htmlFor: lines.id }, filled(words["embed-help"], { file: `${name}.svg` })), lines, copy);
    });
    const row = make("div", { className: "tag-figur", role: "group", "aria-label": words.figure });
    row.append(make("span", { "aria-hidden": "true" }, `${words.figure}:`), svg, png, embed, panel);
    (source ?? numbers ?? diagram).after(row);
  }

  // ---------------------------------------------------------------- Print

  // A page that was opened for one municipality is printed as its card alone.
  addEventListener("beforeprint", () => {
    release();
    document.documentElement.classList.toggle("kun-kort", Boolean(card));
  });
  addEventListener("afterprint", () => document.documentElement.classList.remove("kun-kort"));

  // ---------------------------------------------------------------- Start

  all(".diagram").forEach(makeChart);
  all(".diagram").forEach(makeTaken);
  const pairs = all(".halve").map((pair) => all("table", pair));
  const paired = new Set(pairs.flat());
  const single = all(".striptabel, .tallene table, table[data-sorter]").filter((table) => !paired.has(table));
  [...pairs, ...single.map((table) => [table])].filter((tables) => tables.length).forEach(makeSortable);
  read();
})();
