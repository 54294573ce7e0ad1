// An exhibit on one's own table, in Japanese.
export const table = {
  table: {
    begin: '自分の机に置く',
    title: '手元の「{{exhibit}}」',
    point: '机を指して押すと、そこに展示物が置かれます。',
    aim: '丸い印が机に重なるようにスマートフォンを動かしてください。',
    reading: 'なぞると回り、番号をタップするとその部分の説明が読めます。',
    put: 'ここに置く',
    lift: '置き直す',
    smaller: '小さく',
    larger: '大きく',
    next: '次の部分',
    back: '店舗に戻る',
    alone: '見えているのはあなただけです。ほかの人には元の場所に立っているように見え、お部屋の様子は一切送信されません。',
    returned: '店舗に戻りました。元の場所に立っています。',
    failed: '今は、お使いの機器でお部屋を映すことができません。',
  },
};
