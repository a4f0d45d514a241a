// Incidents as cards: what is at odds first, with its versions side by side, whose they are, and in which words.
"use strict";
{
  const cc = counterclaim;
  const { h } = cc;
  const NAMES = { outcome: "what came of it", time: "when", place: "where", actor: "who did it", recipient: "to whom", means: "by what means", killed: "killed", injured: "injured" };
  cc.attribute = name => NAMES[name] || name.replaceAll("_", " ");
  const KINDS = { contradiction: "contradicts", denial: "denied", update: "updated", refinement: "made more precise" };

  const independent = version => new Set(version.claims.map(c => cc.data.origins[cc.data.claims[c].origin]).filter(o => o.kind !== "hearsay").map(o => o.side || o.key)).size;

  const value = (version, attribute) => (attribute === "time" ? cc.time(version.value) : version.value);

  // The sentences of some claims with whose they are, each once.
  const quoted = (claims, most = 4) => {
    const seen = new Set(), key = c => `${cc.data.claims[c].origin} ${cc.data.claims[c].stance} ${cc.data.claims[c].sentence}`;
    const told = claims.filter(c => cc.heard(cc.data.claims[c]) && !seen.has(key(c)) && seen.add(key(c)));
    return [h("ul", { class: "plain" }, told.slice(0, most).map(c => {
      const claim = cc.data.claims[c], published = cc.data.reports[claim.report].published;
      return h("li", {}, h("p", { class: "by" }, cc.according(claim), claim.stance === "asserts" ? "" : h("span", { class: "stance" }, ` ${claim.stance} it`), h("span", { class: "via" }, published ? `, ${cc.day(published)}` : "")),
        h("blockquote", {}, cc.claimLink(c, claim.sentence)));
    })), told.length > most && h("p", { class: "small" }, `and ${told.length - most} more`)];
  };

  const versionBox = (version, attribute) => {
    const origins = independent(version);
    return h("div", { class: "version" }, h("p", { class: "value" }, value(version, attribute)), origins > 1 && h("p", { class: "small" }, `${origins} independent origins`), quoted(version.claims));
  };

  const attributeBlock = a => {
    const heard = a.versions.filter(v => v.claims.some(c => cc.heard(cc.data.claims[c])));
    const kinds = [...new Set(a.relations.map(r => r.kind))];
    const silent = a.versions.length - heard.length;
    return h("section", { class: "attribute" },
      h("h4", {}, cc.attribute(a.attribute), " ", kinds.map(k => h("span", { class: `kind kind-${k}` }, KINDS[k] || k))),
      h("div", { class: "versions" }, heard.map(v => versionBox(v, a.attribute))),
      silent > 0 && h("p", { class: "small" }, `${cc.count(silent, "other version")} not told ${cc.state.according ? `by ${cc.askerName()}` : "by then"}`));
  };

  const undisputed = attributes => h("dl", { class: "facts" }, attributes.map(a => {
    const heard = a.versions.filter(v => v.claims.some(c => cc.heard(cc.data.claims[c])));
    return heard.length > 0 && h("div", {}, h("dt", {}, cc.attribute(a.attribute)), h("dd", {}, heard.map((v, n) => [n ? h("span", { class: "via" }, a.relations.some(r => r.kind === "update") ? ", then " : "; also ") : "", value(v, a.attribute), " ",
      h("span", { class: "via" }, `(${[...new Set(v.claims.map(c => cc.data.origins[cc.data.claims[c].origin].name))].slice(0, 3).join(", ")})`)])));
  }));

  const card = (incident, open) => {
    const odds = cc.odds(incident);
    const rest = incident.attributes.filter(a => !odds.includes(a));
    const claims = incident.claims.filter(c => cc.heard(cc.data.claims[c]));
    const reports = new Set(claims.map(c => cc.data.claims[c].report)).size;
    const whole = incident.part_of && cc.data.incidents.find(i => i.id === incident.part_of);
    const body = [
      h("p", { class: "reasons" }, cc.badge(incident.status), " ", incident.reasons.join("; ")),
      odds.map(attributeBlock),
      undisputed(rest),
      whole && h("p", { class: "small" }, "Part of ", cc.link({ incident: whole.id }, {}, cc.titleOf(whole))),
      h("details", { class: "claims" }, h("summary", {}, `${cc.count(claims.length, "claim")} in ${cc.count(reports, "report")}`),
        quoted(claims, 200)),
    ];
    const title = [h("span", { class: "what" }, cc.titleOf(incident)), cc.who(incident) && h("span", { class: "who" }, cc.who(incident))];
    const chosen = cc.state.incident === incident.id;
    if (open) return h("article", { class: `card${chosen ? " chosen" : ""}`, id: `incident-${incident.id}`, tabindex: "-1" }, h("h3", {}, cc.link({ incident: incident.id }, { class: "self" }, title)), body);
    return h("details", { class: `card row${chosen ? " chosen" : ""}`, id: `incident-${incident.id}`, open: chosen },
      h("summary", {}, cc.glyph(incident.status), h("span", { class: "unseen" }, `${incident.status}: `), h("span", {}, title), h("span", { class: "tail" }, `${incident.status}, ${cc.count(new Set(claims.map(c => cc.data.claims[c].origin)).size, "origin")}`)), body);
  };

  // A place of which the origins of the last days do not agree who holds it.
  const placeCard = ([key, s]) => {
    const origin = c => cc.data.origins[cc.data.claims[c].origin].name;
    const named = new Set(s.holders.flatMap(x => x.origins)), rest = s.claims.filter(c => !named.has(origin(c)) && cc.heard(cc.data.claims[c]));
    return h("article", { class: "card" }, h("h3", {}, h("span", { class: "what" }, `Who holds ${cc.data.control.places[key].name}?`)), h("p", { class: "reasons" }, cc.badge("contested"), ` since ${cc.day(s.since || s.last)}`),
      cc.state.according ? "" : h("p", { class: "small" }, s.reason),
      h("div", { class: "versions" }, s.holders.map(x => h("div", { class: "version" }, h("p", { class: "value" }, x.name), h("p", { class: "small" }, cc.basis(x.basis)), quoted(s.claims.filter(c => x.origins.includes(origin(c)))))),
        rest.length > 0 && h("div", { class: "version" }, h("p", { class: "value" }, "also said"), quoted(rest))));
  };

  const LONG = 24, OPEN = 8;
  const rows = incidents => [h("div", { class: "rows" }, incidents.slice(0, LONG).map(i => card(i, false))),
    incidents.length > LONG && h("details", { class: "more", open: incidents.slice(LONG).some(i => i.id === cc.state.incident) }, h("summary", {}, `${incidents.length - LONG} more`), h("div", { class: "rows" }, incidents.slice(LONG).map(i => card(i, false))))];

  const before = (a, b) => { const at = a.findIndex((v, n) => v !== b[n]); return at < 0 ? 0 : a[at] - b[at]; };

  cc.renderIncidents = (shown, control) => {
    const odds = shown.filter(cc.atOdds), refused = shown.filter(i => i.status === "discounted" && !odds.includes(i)), others = shown.filter(i => !odds.includes(i) && !refused.includes(i));
    const rank = i => [i.status === "contested" ? 0 : 1, -new Set(i.claims.map(c => cc.data.claims[c].report)).size, -cc.odds(i).length];
    odds.sort((a, b) => before(rank(a), rank(b)));
    const wanted = cc.state.q.toLowerCase(), { status, type } = cc.state;
    const places = type || (status && status !== "contested" && status !== "at odds") ? [] : control.filter(([key, s]) => s.state === "contested" && cc.data.control.places[key].name.toLowerCase().includes(wanted));
    const told = [places.length && cc.count(places.length, "place"), odds.length && cc.count(odds.length, "incident")].filter(Boolean).join(" and ");
    cc.put("contested", cc.heading("contested", "What is contested", told ? `${told} on which versions contradict or deny each other${cc.state.according ? `; quoted is ${cc.askerName()} alone` : ""}.` : "Nothing among what is shown: no version contradicts or denies another."),
      places.map(placeCard), odds.slice(0, OPEN).map(i => card(i, true)), odds.length > OPEN && h("div", { class: "sub" }, odds.slice(OPEN).map(i => card(i, false))), refused.length > 0 && [h("h3", { class: "sub" }, "Only denied"), h("p", { class: "lead" }, "Those asked deny it, and nobody here stands by it."), h("div", {}, refused.map(i => card(i, false)))]);
    cc.put("others", cc.heading("others", told || refused.length ? "Not contested" : "Incidents", others.length ? `${cc.count(others.length, "incident")} that nobody contradicts; open one to read who says so.` : "None among what is shown."), rows(others));
  };
}
