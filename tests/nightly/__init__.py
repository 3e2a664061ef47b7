"""What takes longer than a change should wait for: kills, a full disk, the servers around the service, restore, migration under load."""
