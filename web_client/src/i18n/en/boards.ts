// What the rooms' signs and screens say, in all languages at once: everybody's font has these characters.
export const boards = {
  boards: {
    today: 'Today',
    nothing: 'Nothing on the programme today. Come and talk to us.',
    welcome: 'Welcome',
    invitation: 'Look around, try things out, ask whatever you like.',
  },
  duty: {
    title: 'At your service',
    nobody: 'We will come to you.',
    call: 'Choose "Call staff", wherever you are.',
  },
};
