-- A cell is written again and again on its day. Without an index on what changes, and with room beside it, its new
-- version lies on the same page and no index is touched. What is empty is taken away by its key.
drop index pulse_cells_empty;
alter table pulse_cells set (fillfactor = 70);
