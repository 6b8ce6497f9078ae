// What a browser keeps for pages under one prefix: a value for each survey.
function quietly(drop) {
  try {
    drop();
  } catch {
    // What cannot be kept need not be dropped.
  }
}

export function store(prefix) {
  const nameOf = (survey) => prefix + survey;
  return {
    find(survey) {
      try {
        return JSON.parse(window.localStorage.getItem(nameOf(survey)));
      } catch {
        return null;
      }
    },
    // In the place of what was kept before. Throws where the browser keeps nothing for this page.
    keep(survey, value) {
      window.localStorage.setItem(nameOf(survey), JSON.stringify(value));
    },
    drop(survey) {
      quietly(() => window.localStorage.removeItem(nameOf(survey)));
    },
    dropAll() {
      quietly(() =>
        Object.keys(window.localStorage)
          .filter((name) => name.startsWith(prefix))
          .forEach((name) => window.localStorage.removeItem(name)),
      );
    },
  };
}
