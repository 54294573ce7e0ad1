// What one points at and goes to.
export const moving = {
  moving: {
    sit: '坐下',
    seatOf: '{{name}}坐在这里',
    seatTaken: '这个座位已经有人了。',
    noSeat: '附近没有空座位。',
    notOpen: '这里暂未开放。',
    noWay: '从这里走不到那边。',
  },
};
