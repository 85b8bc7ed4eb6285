// Nothing is laid out before its font is there: else the whole page is laid out twice, first with letters looked for in the fonts of the machine.
const html = document.documentElement;
html.classList.add("js", "waits");
const drawn = Promise.race([document.fonts.load('1em "Noto Sans SC"'), new Promise((late) => setTimeout(late, 500))])
  .catch(() => {}).then(() => html.classList.remove("waits"));
