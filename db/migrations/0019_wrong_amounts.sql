-- What the rail says came, when it is not what was asked: it waits for an operator. Null once nobody has to decide.
alter table payments add column told_paisa bigint check (told_paisa > 0);
