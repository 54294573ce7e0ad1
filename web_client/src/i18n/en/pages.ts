// Pages and notices beside the room: waiting, closed, ended, offline, a lost line or picture.
export const pages = {
  queue: {
    title: 'The room is full',
    locked: 'The door is closed for the moment',
    place_one: 'You are next. One person is waiting.',
    place_other: 'You are number {{place}} in the queue of {{count}}.',
    capacity: 'At most {{capacity}} people fit in. You will be let in by yourself; please keep this page open.',
    leave: 'Leave the queue',
  },
  end: {
    full: { title: 'The room and its queue are full', text: 'Please try again in a few minutes.', act: 'Try again' },
    replaced: {
      title: 'You are here in another window',
      text: 'This visit went on in another tab or device, so this page has stepped back.',
      act: 'Continue here',
    },
    left: { title: 'Thank you for your visit', text: 'You have left the branch. See you soon!', act: 'Come back' },
    removed: {
      title: 'Your visit was ended',
      text: 'A member of staff has taken you out of the room. You may come in again.',
      act: 'To the entrance',
    },
    banned: {
      title: 'You cannot come in for now',
      text: 'Staff have ended your visit. You can come again from {{when}}.',
      unknown: 'Staff have ended your visit. You can come again later.',
      act: 'See whether it is time',
    },
    signed_out: {
      title: 'You are signed out',
      text: 'Your session as a member of staff has ended. Sign in again to go on.',
      act: 'To the sign-in',
    },
    why: 'Reason: {{reason}}',
    write: 'Write to the bank',
    refused: { title: 'You cannot enter at the moment', text: 'The branch did not let you in ({{code}}).', act: 'Try again' },
    misunderstood: {
      title: 'Something went wrong',
      text: 'Page and branch did not understand each other ({{code}}). Loading the page again usually helps.',
      act: 'Reload the page',
    },
    nowhere: { title: 'This branch has no rooms', text: 'Whoever runs it has not opened a room yet.', act: 'Look again' },
  },
  closed: {
    title: 'The branch is closed right now',
    opens: 'It opens {{when}}.',
    unknown: 'Please come back during opening hours.',
    hours: 'Opening hours',
    shut: 'closed',
    zone: 'Local time of the branch ({{zone}})',
    act: 'See whether it is open',
  },
  offline: {
    title: 'You are offline',
    text: 'As soon as this device is connected again, the page goes on by itself.',
    act: 'Try now',
  },
  line: {
    lost: 'Connection lost. Finding the way back …',
    back: 'You are connected again.',
    retry: 'Try now',
    held: 'You keep your place. What you write is sent as soon as you are back.',
  },
  picture: {
    title: 'The picture has stopped',
    text: 'This device has let go of the 3D picture and is asked for it again. You are still in the room.',
    list: 'Go on with the list',
    back: 'The picture is back.',
  },
};
