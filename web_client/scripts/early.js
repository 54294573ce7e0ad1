// Runs before all else, also in browsers that know nothing of the page's language: tells those that are too old, and sets
// the theme before the first picture. Plain script on purpose; see `plain_script.mjs`.
(function () {
  var outdated = [
    ['Your browser is too old', 'Please update it, or open this page in a current Chrome, Edge, Firefox or Safari.', 'Try again', 'en'],
    ['您的浏览器版本过旧', '请更新浏览器，或使用新版 Chrome、Edge、Firefox 或 Safari 打开此页面。', '重试', 'zh-Hans'],
    ['お使いのブラウザーは古いため対応していません', 'ブラウザーを更新するか、最新の Chrome、Edge、Firefox、Safari でこのページを開いてください。', 'もう一度試す', 'ja'],
  ];
  var broken = [
    ['The page could not be loaded', 'Please check your connection.', 'Try again', 'en'],
    ['页面加载失败', '请检查网络连接。', '重试', 'zh-Hans'],
    ['ページを読み込めませんでした', '接続をご確認ください。', 'もう一度試す', 'ja'],
  ];

  function make(name, className, text) {
    var element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.appendChild(document.createTextNode(text));
    return element;
  }

  function show(said) {
    var place = document.getElementById('ui');
    if (!place || place.firstChild) return;
    var main = make('main', 'entry centred');
    var card = make('section', 'card early');
    for (var i = 0; i < said.length; i++) {
      var part = make('div');
      part.lang = said[i][3];
      part.appendChild(make(i === 0 ? 'h1' : 'h2', '', said[i][0]));
      part.appendChild(make('p', 'lead', said[i][1]));
      card.appendChild(part);
    }
    var again = make('button', 'primary', said[0][2] + ' · ' + said[1][2] + ' · ' + said[2][2]);
    again.type = 'button';
    again.onclick = function () {
      location.reload();
    };
    card.appendChild(again);
    main.appendChild(card);
    place.appendChild(main);
  }

  function whenRead(act) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act);
    else act();
  }

  // Browsers that know import maps know all that the build writes (ES2022).
  var supports = window.HTMLScriptElement && HTMLScriptElement.supports;
  var old = !supports || !supports('importmap');
  if (old) {
    whenRead(function () {
      show(outdated);
    });
  }

  // The page's own script did not arrive, or cannot be read.
  window.addEventListener(
    'error',
    function (event) {
      if (event.target && event.target.tagName === 'SCRIPT')
        whenRead(function () {
          show(old ? outdated : broken);
        });
    },
    true
  );

  var theme = null;
  try {
    theme = JSON.parse(localStorage.getItem('vbranch.theme'));
  } catch (problem) {
    theme = null; // nothing is remembered here
  }
  var darkDevice = window.matchMedia && matchMedia('(prefers-color-scheme: dark)').matches;
  if (theme === 'dark' || (theme !== 'light' && darkDevice)) document.documentElement.setAttribute('data-theme', 'dark');
})();
