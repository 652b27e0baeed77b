"use strict";
// Ties the marks of a story to its records, both ways. Without it the page still reads: marks and
// labels are plain links to each other.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const narrow = matchMedia("(max-width: 59.99rem)");
  const split = (words) => (words ? words.split(" ") : []);
  const keysOf = (mark) => split(mark.dataset.r || mark.dataset.e);
  const marksOf = new Map();
  const aroundOf = new Map();
  const gather = (map, keys, mark) => {
    for (const key of keys) {
      if (!map.has(key)) map.set(key, []);
      map.get(key).push(mark);
    }
  };
  for (const mark of document.querySelectorAll(".m")) {
    gather(marksOf, split(mark.dataset.r), mark);
    gather(aroundOf, split(mark.dataset.e), mark);
  }
  let lit = [];
  let held = [];

  const dim = () => { for (const element of lit) element.classList.remove("on", "near"); lit = []; };
  const light = (keys) => {
    dim();
    for (const key of keys) {
      const record = document.getElementById(key);
      for (const element of [record, ...(marksOf.get(key) || [])])
        if (element) { element.classList.add("on"); lit.push(element); }
      for (const element of aroundOf.get(key) || []) { element.classList.add("near"); lit.push(element); }
    }
  };
  const visible = (keys) => keys.filter((key) => {
    const record = document.getElementById(key);
    return record && !record.closest(".hide");
  });
  // A mark opens the record that it carries most directly; the rest are lit on demand.
  const chosen = (mark) => visible(keysOf(mark)).slice(0, 1);
  const scrollInto = (element) => element.scrollIntoView({ block: "center" });

  const sheet = document.createElement("div");
  sheet.className = "sheet";
  sheet.hidden = true;
  sheet.setAttribute("role", "dialog");
  sheet.setAttribute("aria-label", "Records of the marked words");
  document.body.append(sheet);
  let opener = null;
  const close = () => {
    if (sheet.hidden) return;
    sheet.hidden = true;
    held = [];
    dim();
    if (opener) opener.focus({ preventScroll: true });
    opener = null;
  };
  const open = (keys, mark) => {
    const list = document.createElement("ol");
    for (const key of keys) {
      const copy = document.getElementById(key).cloneNode(true);
      copy.removeAttribute("id");
      list.append(copy);
    }
    const bar = document.createElement("div");
    bar.className = "bar";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Close";
    button.addEventListener("click", close);
    bar.append(button);
    sheet.replaceChildren(bar, list);
    sheet.hidden = false;
    sheet.scrollTop = 0;
    opener = mark;
    button.focus({ preventScroll: true });
    const box = mark.getBoundingClientRect();
    const edge = innerHeight - sheet.offsetHeight - 24;
    if (box.bottom > edge) scrollBy({ top: box.bottom - edge });
  };

  const choose = (mark) => {
    held = chosen(mark);
    light(held);
    if (!held.length) return;
    if (narrow.matches) { light(visible(keysOf(mark)).slice(0, 3)); open(visible(keysOf(mark)).slice(0, 3), mark); }
    else scrollInto(document.getElementById(held[0]));
  };
  const show = (record) => {
    held = [record.id];
    light(held);
    const mark = (marksOf.get(record.id) || [])[0];
    if (mark) scrollInto(document.getElementById("m-" + record.id) || mark);
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    const mark = target.closest(".m");
    if (mark) { event.preventDefault(); choose(mark); return; }
    const link = target.closest('.records a[href^="#"], .sheet a[href^="#"]');
    if (link) {
      const key = link.getAttribute("href").slice(1).replace(/^m-/, "");
      const record = document.getElementById(key);
      if (!record) return;
      event.preventDefault();
      const back = link.classList.contains("label");
      close();
      if (back) show(record);
      else { held = [key]; light(held); scrollInto(record); record.focus({ preventScroll: true }); }
      return;
    }
    if (target.closest(".sheet, details, button, a")) return;
    const record = target.closest(".records .rec");
    if (record) { show(record); return; }
    held = [];
    dim();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { held = []; dim(); close(); }
  });
  const point = (event) => {
    const mark = event.target.closest && event.target.closest(".m");
    const record = event.target.closest && event.target.closest(".records .rec");
    if (mark) light(chosen(mark));
    else if (record) light([record.id]);
  };
  const leave = () => light(held);
  if (matchMedia("(hover: hover)").matches) {
    document.addEventListener("mouseover", point);
    document.addEventListener("mouseout", leave);
  }
  document.addEventListener("focusin", (event) => { if (sheet.hidden) point(event); });

  for (const group of document.querySelectorAll(".filters")) {
    group.hidden = false;
    const doc = group.closest(".doc");
    const off = new Set();
    group.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const kind = button.dataset.kind;
      const pressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(pressed));
      if (pressed) off.delete(kind); else off.add(kind);
      doc.querySelector('.group[data-kind="' + kind + '"]').classList.toggle("hide", !pressed);
      for (const mark of doc.querySelectorAll(".m"))
        mark.classList.toggle("off", mark.dataset.k.split(" ").every((k) => off.has(k)));
    });
  }
})();
