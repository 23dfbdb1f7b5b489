<?php
/**
 * The two functions of a forum by which membership changes, for tests: what they refuse, what they write and what they log, as it was seen of the real
 * ones. None of their code stands here.
 */

function fake_member($id)
{
	global $db;
	$found = $db->prepare('SELECT id_group, additional_groups FROM smf_members WHERE id_member = ?');
	$found->execute(array($id));
	return $found->fetch(PDO::FETCH_ASSOC);
}

function fake_write($id, $primary, $additional)
{
	global $db;
	$db->prepare('UPDATE smf_members SET id_group = ?, additional_groups = ? WHERE id_member = ?')->execute(array($primary, implode(',', $additional), $id));
}

function fake_log($action, $group, $member)
{
	global $db, $user_info;
	$extra = json_encode(array('group' => $db->query('SELECT group_name FROM smf_membergroups WHERE id_group = ' . (int) $group)->fetchColumn(), 'member' => $member));
	$db->prepare('INSERT INTO smf_log_actions (id_member, action, extra) VALUES (?, ?, ?)')->execute(array($user_info['id'], $action, $extra));
}

/** The next so many calls say that it is done and do nothing: the file holds how many. */
function fake_loses()
{
	global $sourcedir;
	$file = dirname($sourcedir) . '/losing';
	$left = is_file($file) ? (int) file_get_contents($file) : 0;
	if ($left > 0)
		file_put_contents($file, (string) ($left - 1));
	return $left > 0;
}

function fake_refused($group)
{
	global $db;
	$row = $db->query('SELECT min_posts, group_type FROM smf_membergroups WHERE id_group = ' . (int) $group)->fetch(PDO::FETCH_ASSOC);
	if (in_array($group, array(-1, 0, 3), true) || $row === false || (int) $row['min_posts'] !== -1)
		return true;
	return ($group === 1 || (int) $row['group_type'] === 1) && !allowedTo('admin_forum');
}

function addMembersToGroup($members, $group, $type = 'auto', $permissionCheckDone = false)
{
	if (!$permissionCheckDone || $type !== 'only_additional')
		throw new Exception('the shim has to say that it checked, and to add to the additional groups alone');
	if (fake_refused($group))
		return false;
	if (fake_loses())
		return true;
	foreach ($members as $id)
	{
		$member = fake_member($id);
		$additional = array_filter(explode(',', $member['additional_groups']), 'strlen');
		if ((int) $member['id_group'] !== $group && !in_array((string) $group, $additional, true))
			fake_write($id, $member['id_group'], array_merge($additional, array((string) $group)));
		fake_log('added_to_group', $group, $id);
	}
	return true;
}

function removeMembersFromGroups($members, $groups = null, $permissionCheckDone = false)
{
	global $db;
	if (!$permissionCheckDone)
		throw new Exception('the shim has to say that it checked');
	foreach ($groups as $group)
		if (fake_refused($group))
			return false;
	if (in_array(1, $groups, true))
	{
		$administrators = 0;
		foreach ($db->query('SELECT id_group, additional_groups FROM smf_members')->fetchAll(PDO::FETCH_ASSOC) as $row)
			$administrators += (int) ((int) $row['id_group'] === 1 || in_array('1', explode(',', $row['additional_groups']), true));
		if ($administrators <= count($members))
			return false;
	}
	if (fake_loses())
		return true;
	foreach ($members as $id)
	{
		$member = fake_member($id);
		$additional = array_filter(explode(',', $member['additional_groups']), 'strlen');
		$primary = (int) $member['id_group'];
		foreach ($groups as $group)
		{
			if ($primary === $group)
				fake_log('removed_from_group', $group, $id);
			if (in_array((string) $group, $additional, true))
				fake_log('removed_from_group', $group, $id);
		}
		fake_write($id, in_array($primary, $groups, true) ? 0 : $primary, array_diff($additional, array_map('strval', $groups)));
	}
	return true;
}
