// The page's data, and its filters, which live in the address: what is shown is a function of the two.
"use strict";
const counterclaim = {};
{
  const cc = counterclaim;
  const read = id => JSON.parse(document.getElementById(id).textContent);
  cc.data = read("data");
  cc.outlines = read("outlines");
  cc.borders = read("borders");

  cc.FIELDS = ["according", "day", "status", "type", "q", "incident", "claim", "report", "view"];
  cc.STATUSES = ["contested", "discounted", "confirmed", "fair", "weak", "planned"];
  cc.MEANING = {
    contested: "origins deny it or contradict each other on what came of it or who did it",
    discounted: "nobody still says so: all deny or withdraw it",
    confirmed: "a side that it harms admits it, or independent origins of different sides say so",
    fair: "two or more independent origins, none of them against it",
    weak: "one origin, or hearsay alone",
    planned: "told as intended, not as done",
  };
  cc.state = {};

  const fromAddress = () => {
    const found = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(cc.FIELDS.map(name => [name, found.get(name) || ""]));
  };

  // The address of the page with some fields changed; empty fields are left out.
  cc.href = patch => {
    const { view, ...kept } = cc.state;
    const params = new URLSearchParams();
    const wanted = { ...kept, ...patch };
    for (const name of cc.FIELDS) if (wanted[name]) params.set(name, wanted[name]);
    return "#" + params;
  };

  // `quiet` replaces the address: typing and sliding leave no trail of pages to go back through.
  cc.go = (patch, quiet) => {
    const href = cc.href(patch);
    if (quiet) {
      history.replaceState(null, "", href);
      cc.changed();
    } else if (href === (location.hash || "#")) cc.changed();
    else location.hash = href;
  };

  cc.changed = () => {
    const before = cc.state;
    cc.state = fromAddress();
    cc.render(before);
  };

  // What a claim is counted under

  const asked = () => {
    const [kind, key] = cc.state.according.split(/:(.*)/s);
    return { kind, key };
  };
  cc.asker = () => (cc.state.according ? asked().key : "");
  cc.askerName = () => {
    const { kind, key } = asked();
    const found = kind === "side" ? cc.data.sides.find(s => s.key === key) : cc.data.origins.find(o => o.key === key);
    return found ? found.name : key || "everyone";
  };
  cc.speaks = claim => {
    if (!cc.state.according) return true;
    const { kind, key } = asked();
    const origin = cc.data.origins[claim.origin];
    return (kind === "side" ? origin.side : origin.key) === key;
  };
  cc.told = claim => !cc.state.day || !claim.day || claim.day <= cc.state.day;
  cc.heard = claim => cc.speaks(claim) && cc.told(claim);
  cc.label = type => cc.data.types[type] || type.replaceAll("_", " ");

  // At odds: a version is contradicted or denied by another that is told by the day asked about, whatever the grade of the whole.
  cc.odds = incident => incident.attributes.filter(a => a.relations.some(r =>
    (r.kind === "contradiction" || r.kind === "denial") && r.versions.every(v => a.versions[v].claims.some(c => cc.told(cc.data.claims[c])))));
  cc.atOdds = incident => incident.status === "contested" || cc.odds(incident).length > 0;

  const words = incident => [cc.label(incident.type), incident.place && incident.place.name, ...incident.actors, ...incident.recipients,
    ...incident.claims.flatMap(c => [cc.data.claims[c].sentence, cc.data.reports[cc.data.claims[c].report].outlet])].join("\n").toLowerCase();
  cc.shown = () => {
    const { status, type, q } = cc.state;
    const wanted = q.toLowerCase().split(/\s+/).filter(Boolean);
    return cc.data.incidents.filter(incident =>
      (!status || (status === "at odds" ? cc.atOdds(incident) : incident.status === status)) && (!type || incident.type === type) && incident.claims.some(c => cc.heard(cc.data.claims[c])) &&
      (!wanted.length || (text => wanted.every(word => text.includes(word)))(words(incident))));
  };

  // Days

  cc.days = [...new Set(cc.data.claims.map(c => c.day).filter(Boolean))].sort();
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  cc.day = iso => {
    const found = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(iso || "");
    if (!found) return iso || "";
    const [, year, month, day] = found;
    return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
  };
  cc.time = value => (value || "").split("/").join(" to ").replace(/\b\d{4}-\d\d(?:-\d\d)?\b/g, cc.day);
  cc.count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;
}
