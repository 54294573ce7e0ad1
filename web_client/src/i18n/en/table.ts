// An exhibit on one's own table, through a headset or a telephone.
export const table = {
  table: {
    begin: 'On your own table',
    help: 'The card of an exhibit can put it on the table before you, if your device shows your room. Nothing of your room is sent.',
    title: '{{exhibit}}, at your place',
    point: 'Point at your table and press; the exhibit is put down there.',
    aim: 'Move your phone until the ring lies on your table.',
    reading: 'Swipe to turn it, tap a number to read about that part.',
    reach: 'Hold the trigger and swing your hand to turn it, the stick makes it larger; point at a number to read.',
    put: 'Put it here',
    lift: 'Move it',
    smaller: 'Smaller',
    larger: 'Larger',
    next: 'Next part',
    back: 'Back to the branch',
    alone: 'Only you see this. The others see you standing where you were; nothing of your room is sent.',
    returned: 'You are back in the branch, where you stood.',
    failed: 'Your device could not show your own room just now.',
  },
};
