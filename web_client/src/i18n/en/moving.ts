// What one points at and goes to.
export const moving = {
  moving: {
    sit: 'Sit down',
    seatOf: '{{name}} sits here',
    seatTaken: 'Somebody sits here already.',
    noSeat: 'No free seat is near.',
    notOpen: 'This way is not open yet.',
    noWay: 'There is no way there from here.',
  },
};
