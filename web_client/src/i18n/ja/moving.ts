// What one points at and goes to.
export const moving = {
  moving: {
    sit: '座る',
    seatOf: '{{name}}さんの席',
    seatTaken: 'この席には、すでにほかの方が座っています。',
    noSeat: '近くに空いている席がありません。',
    notOpen: 'この先はまだご利用いただけません。',
    noWay: 'ここからは行けません。',
  },
};
