// Names three and the font that everybody needs in the page's head, so that they come while the first script is still being
// read. Staff need no three at first.
const EARLY = [
  [/^assets\/three-.*\.js$/, { rel: 'modulepreload' }],
  [/^assets\/interface-[\w-]{8}\.woff2$/, { rel: 'preload', as: 'font', type: 'font/woff2' }],
];

export function earlyLinks() {
  return {
    name: 'early-links',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path, bundle }) {
        const wanted = path.endsWith('/staff.html') ? EARLY.filter(([, { rel }]) => rel !== 'modulepreload') : EARLY;
        return wanted.map(([pattern, attrs]) => {
          const name = Object.keys(bundle).find((one) => pattern.test(one));
          if (!name) throw new Error(`the build has no ${pattern}`);
          return { tag: 'link', attrs: { ...attrs, href: `/${name}`, crossorigin: true }, injectTo: 'head' };
        });
      },
    },
  };
}
