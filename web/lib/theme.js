/* Sets the theme before anything is painted: a classic script, because modules run too late. */
(() => {
  const chosen = localStorage.getItem("omnigen.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();
