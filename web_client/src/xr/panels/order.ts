/** When panels are drawn: after the room and the names in it. What is to be seen on a panel (the laser) is drawn later. */
export const PANEL_ORDER = 900;
