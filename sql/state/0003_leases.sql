-- Who does what only one may do at a time. A lease that ran out is anyone's.
create table leases (
    name text not null primary key,
    holder text not null,       -- the node's name
    taken_at text not null,     -- since when this holder has it without a gap
    expires_at text not null
);
