/**
 * When panels are drawn: after the room, over whatever stands before them, so that none is ever behind a wall; they leave
 * their depth behind. What is to be seen before a panel (hands, controllers, the laser) is drawn later, as transparent.
 */
export const PANEL_ORDER = 900;
